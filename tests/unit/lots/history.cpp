#include "history.hpp"

#include "pf/model/named_lot.hpp"

#include <algorithm>
#include <array>
#include <map>

namespace pf::lots::test {
namespace {

using model::TransactionType;

constexpr std::int64_t accounts = 3;
std::array<std::string, 3> const tickers{"X", "Y", "Z"};

/// Raw material of a row; what it means depends on what is held when it comes.
struct Draw {
    unsigned kind = 0;
    unsigned account = 0;
    unsigned other_account = 0;
    unsigned ticker = 0;
    unsigned other_ticker = 0;
    unsigned digits = 0;   ///< of the quantity
    unsigned exponent = 0; ///< of the quantity
    unsigned amount = 0;
    unsigned fee = 0;
    unsigned minutes = 0; ///< since the row before
    bool is_unknown = false;
};

rc::Gen<unsigned> below(unsigned limit)
{
    return rc::gen::inRange(0U, limit);
}

rc::Gen<Draw> draws()
{
    return rc::gen::build<Draw>(
        rc::gen::set(&Draw::kind, below(44)), rc::gen::set(&Draw::account, below(accounts)),
        rc::gen::set(&Draw::other_account, below(accounts)), rc::gen::set(&Draw::ticker, below(3)),
        rc::gen::set(&Draw::other_ticker, below(3)), rc::gen::set(&Draw::digits, below(1'000'000)),
        rc::gen::set(&Draw::exponent, below(27)), rc::gen::set(&Draw::amount, below(1'000'000)),
        rc::gen::set(&Draw::fee, below(3'000)), rc::gen::set(&Draw::minutes, below(3)),
        rc::gen::set(&Draw::is_unknown, rc::gen::weightedElement<bool>({{4, false}, {1, true}})));
}

Decimal power_of_ten_units(Decimal digits, unsigned exponent)
{
    money::Int128 units = digits.units() / Decimal{1}.units();
    for (unsigned i = 0; i < exponent; ++i) {
        units *= 10;
    }
    return Decimal::from_units(units);
}

/// Turns draws into rows that mostly make sense.
class Historian {
public:
    explicit Historian(Traits traits) : m_traits(traits) {}

    void add(Draw const& draw)
    {
        m_draw = draw;
        m_time += std::chrono::minutes{draw.minutes};
        m_account = 1 + static_cast<std::int64_t>(draw.account);
        m_ticker = m_traits.has_conversions ? tickers.at(draw.ticker) : tickers.front();
        if (draw.kind >= 32 && m_traits.has_conversions) {
            return convert_or_change_cost();
        }
        m_draw.kind %= 32;
        add_common();
    }

    std::vector<Event> finish()
    {
        std::stable_sort(m_events.begin(), m_events.end(), [](Event const& left, Event const& right) {
            return model::booking_order(left.transaction, right.transaction) < 0;
        });
        std::int64_t id = 0;
        for (auto& event : m_events) {
            event.transaction.id = ++id;
        }
        return m_events;
    }

private:
    void add_common()
    {
        if (m_draw.kind < 11) {
            buy();
        } else if (m_draw.kind < 22) {
            take(TransactionType::sell);
        } else if (m_draw.kind < 25) {
            transfer();
        } else if (m_draw.kind < 27) {
            split();
        } else {
            others();
        }
    }

    Decimal& held() { return m_held[{m_account, m_ticker}]; }

    Event& push(TransactionType type, Decimal quantity)
    {
        Event event = row(type, "2024-01-01", "0", std::nullopt);
        auto& transaction = event.transaction;
        transaction.account_id = m_account;
        transaction.ticker = m_ticker;
        transaction.date = m_time;
        transaction.quantity = quantity;
        transaction.line_no = static_cast<std::int64_t>(m_events.size()) + 1;
        transaction.external_id = std::to_string(transaction.line_no);
        transaction.fingerprint[14] = static_cast<std::byte>(transaction.line_no / 256);
        transaction.fingerprint[15] = static_cast<std::byte>(transaction.line_no % 256);
        transaction.fee = Decimal::from_units(static_cast<money::Int128>(m_draw.fee) * 10'000'000'000'000'000LL);
        transaction.total_amount = Decimal::from_units(static_cast<money::Int128>(m_draw.amount) * 1'234'567'890'123LL);
        event.rate_to_base = Decimal::from_units(913'456'700'000'000'001LL);
        if (m_traits.has_unknowns && m_draw.is_unknown) {
            (m_draw.digits % 2 == 0 ? transaction.total_amount : event.rate_to_base) = std::nullopt;
        }
        m_events.push_back(event);
        return m_events.back();
    }

    void buy()
    {
        constexpr std::array types{TransactionType::buy, TransactionType::buy, TransactionType::staking,
                                   TransactionType::transfer_in};
        auto const quantity = power_of_ten_units(Decimal{m_draw.digits + 1}, m_draw.exponent);
        auto const& row = push(types.at(m_draw.digits % types.size()), quantity).transaction;
        m_purchases[{m_account, m_ticker}].push_back({row.external_id, row.date, quantity});
        held() += quantity;
    }

    /// All, a share, and sometimes more than is held.
    Decimal quantity_to_take()
    {
        if (m_traits.has_shorts && m_draw.digits % 3 == 0) {
            return power_of_ten_units(Decimal{m_draw.digits + 1}, m_draw.exponent);
        }
        if (m_draw.digits % 4 == 0) {
            return std::max(held(), Decimal{});
        }
        auto const share = Decimal{m_draw.digits % 1'020};
        return money::scaled(std::max(held(), Decimal{}), share, Decimal{1'000}, Rounding::half_even);
    }

    Decimal take(TransactionType type)
    {
        auto const quantity = quantity_to_take();
        if (quantity.is_zero()) {
            return quantity;
        }
        push(type, quantity);
        name_lots(m_events.back().transaction);
        bool const is_owed = m_traits.has_shorts && type == TransactionType::sell;
        held() -= is_owed ? quantity : std::clamp(held(), Decimal{}, quantity);
        return quantity;
    }

    /// Up to two of the purchases so far, by id or by day, whatever is left of them.
    void name_lots(model::Transaction& sale)
    {
        auto const& bought = m_purchases[{m_account, m_ticker}];
        if (!m_traits.names_lots || sale.type != TransactionType::sell || bought.empty() || m_draw.fee % 3 == 0) {
            return;
        }
        std::vector<model::NamedLot> names;
        auto rest = sale.quantity;
        for (auto const place : {m_draw.amount, m_draw.digits}) {
            auto const& one = bought[place % bought.size()];
            auto const quantity =
                std::min(rest, money::scaled(one.quantity, Decimal{place % 100}, Decimal{99}, Rounding::half_even));
            rest -= quantity;
            auto const day = place % 4 == 0 ? std::optional{base::day_of(one.date)} : std::nullopt;
            if (quantity.is_positive()) {
                names.push_back({day, day ? "" : one.external_id, quantity});
            }
        }
        sale.lots = to_text(names);
    }

    /// At a moment of its own: among rows of one moment the order of transfers is that of the file.
    void transfer()
    {
        auto const from = m_account;
        auto const to = 1 + static_cast<std::int64_t>(m_draw.other_account);
        if (!m_traits.has_transfers || from == to) {
            return;
        }
        m_time += std::chrono::minutes{1};
        auto const quantity = take(TransactionType::transfer_out);
        if (!quantity.is_zero()) {
            m_events.back().transaction.counter_account_id = to;
            m_account = to;
            push(TransactionType::transfer_in, quantity).transaction.counter_account_id = from;
            held() += quantity;
        }
        m_time += std::chrono::minutes{1};
    }

    void split()
    {
        constexpr std::array<std::pair<std::int64_t, std::int64_t>, 5> ratios{
            {{2, 1}, {3, 2}, {1, 3}, {1, 1000}, {0, 0}}};
        auto const [numerator, denominator] = ratios.at(m_draw.digits % ratios.size());
        if (!m_traits.has_splits || held() > Decimal{1'000'000'000'000'000'000LL}) {
            return;
        }
        bool const adds = denominator == 0; // a ratio to what is held, so it stands at a moment of its own
        m_time += std::chrono::minutes{adds ? 1 : 0};
        auto const added = adds ? money::scaled(std::max(held(), Decimal{}), Decimal{m_draw.amount % 3'000},
                                                Decimal{1'000}, Rounding::half_even)
                                : Decimal{};
        auto& event = push(TransactionType::split, added);
        event.transaction.split_numerator = numerator;
        event.transaction.split_denominator = denominator;
        held() = adds ? held() + added
                      : money::scaled(held(), Decimal{numerator}, Decimal{denominator}, Rounding::half_even);
        m_time += std::chrono::minutes{adds ? 1 : 0};
    }

    void others()
    {
        if (m_draw.kind == 27) {
            take(TransactionType::transfer_out);
        } else if (m_draw.kind == 28) {
            take(TransactionType::fee);
        } else {
            push(m_draw.kind == 29 ? TransactionType::fee : TransactionType::dividend, Decimal{});
        }
    }

    void convert_or_change_cost()
    {
        m_time += std::chrono::minutes{1};
        if (m_draw.kind == 34 || (m_draw.kind == 35 && m_traits.has_shorts)) {
            use_right();
        } else if (m_draw.kind < 40) {
            convert();
        } else if (m_draw.kind == 40) {
            take(TransactionType::expire);
        } else {
            change_cost();
        }
        m_time += std::chrono::minutes{1};
    }

    /// At a moment of its own, like a transfer.
    void convert()
    {
        auto const from = m_ticker;
        auto const to = tickers.at(m_draw.other_ticker);
        auto const quantity = m_draw.kind < 36 ? quantity_to_take() : Decimal{};
        if (from == to || (m_draw.kind < 36 && quantity.is_zero())) {
            return;
        }
        auto& out = push(TransactionType::convert_out, quantity).transaction;
        out.counter_ticker = to;
        bool const brings_cash = m_draw.kind == 32;
        if (m_draw.kind >= 36 || brings_cash) {
            out.cost_share = Decimal::from_units(static_cast<money::Int128>(m_draw.amount) * 1'000'000'000'000LL);
        }
        if (!brings_cash) {
            out.total_amount.reset();
        }
        held() -= std::clamp(held(), Decimal{}, quantity);
        arrive_converted(from, to);
    }

    /// A right to sell that is exercised, or a written option that is assigned; a part, or all of what is there.
    void use_right()
    {
        auto const from = m_ticker;
        auto const to = tickers.at(m_draw.other_ticker);
        bool const is_written = m_draw.kind == 35;
        auto const there = is_written ? -held() : held();
        auto const quantity = money::scaled(std::max(there, Decimal{}), Decimal{1 + m_draw.digits % 1'000},
                                            Decimal{1'000}, Rounding::half_even);
        if (from == to || quantity.is_zero()) {
            return;
        }
        auto& out = push(is_written ? TransactionType::expire : TransactionType::convert_out, quantity).transaction;
        out.counter_ticker = to;
        out.total_amount.reset();
        out.fee = Decimal{};
        held() += is_written ? quantity : -quantity;
        m_ticker = to;
        is_written&& m_draw.amount % 2 == 0 ? buy_by_right(from) : sell_by_right(from);
    }

    /// For more than any option brings.
    void buy_by_right(std::string const& option)
    {
        auto const quantity = power_of_ten_units(Decimal{m_draw.amount + 1}, m_draw.exponent);
        auto& in = push(TransactionType::convert_in, quantity).transaction;
        in.counter_ticker = option;
        in.total_amount = Decimal{1'000'000};
        held() += quantity;
    }

    void sell_by_right(std::string const& option)
    {
        auto const quantity = quantity_to_take();
        auto& sale = push(TransactionType::sell, quantity.is_zero() ? Decimal{1} : quantity).transaction;
        sale.counter_ticker = option;
        held() -= m_traits.has_shorts ? sale.quantity : std::clamp(held(), Decimal{}, sale.quantity);
    }

    void arrive_converted(std::string const& from, std::string const& to)
    {
        m_ticker = to;
        auto const quantity = power_of_ten_units(Decimal{m_draw.amount + 1}, m_draw.exponent);
        auto& in = push(TransactionType::convert_in, quantity).transaction;
        in.counter_ticker = from;
        if (m_draw.kind != 33) { // the others pay nothing
            in.total_amount.reset();
        }
        held() += quantity;
    }

    /// So little for each unit that what a lot cost stays a number of ours.
    void change_cost()
    {
        auto const type =
            m_draw.kind == 41 ? TransactionType::notional_distribution : TransactionType::return_of_capital;
        auto& row = push(type, Decimal{}).transaction;
        row.fee = Decimal{};
        if (type == TransactionType::notional_distribution && row.total_amount) {
            row.total_amount = money::scaled(std::max(held(), Decimal{}), Decimal{m_draw.amount},
                                             Decimal{1'000'000'000}, Rounding::half_even);
        }
    }

    struct Purchase {
        std::string external_id;
        Timestamp date{};
        Decimal quantity;
    };

    Traits m_traits;
    Draw m_draw;
    Timestamp m_time = at("2024-01-01");
    std::int64_t m_account = 1;
    std::string m_ticker;
    std::map<std::pair<std::int64_t, std::string>, Decimal> m_held;
    std::map<std::pair<std::int64_t, std::string>, std::vector<Purchase>> m_purchases;
    std::vector<Event> m_events;
};

} // namespace

rc::Gen<std::vector<Event>> histories(Traits traits)
{
    return rc::gen::map(rc::gen::container<std::vector<Draw>>(draws()), [traits](std::vector<Draw> const& raw) {
        Historian historian{traits};
        for (auto const& draw : raw) {
            historian.add(draw);
        }
        return historian.finish();
    });
}

Book empty_book(model::BookingMethod method, Options options, bool allows_short)
{
    Book book{std::set<std::string>{tickers.begin(), tickers.end()}, options};
    for (std::int64_t account_id = 1; account_id <= accounts; ++account_id) {
        book.add_account(account_id, method, Currency{"EUR"}, {}, allows_short);
    }
    return book;
}

Recorder booked(std::vector<Event> const& events, model::BookingMethod method, Options options, bool allows_short)
{
    auto book = empty_book(method, options, allows_short);
    Recorder recorder;
    for (auto const& event : events) {
        book.apply(event, recorder);
    }
    book.finish(recorder);
    return recorder;
}

std::set<std::int64_t> refused(std::vector<Event> const& events, Recorder const& recorder)
{
    std::set<std::int64_t> lines;
    for (auto const& oversell : recorder.oversells) {
        lines.insert(oversell.line_no);
    }
    std::set<std::int64_t> ids;
    for (auto const& [row, to_position, to_base] : events) {
        bool const is_by_right = row.type == TransactionType::sell && !row.counter_ticker.empty();
        bool const arrives = row.type == TransactionType::convert_in || is_by_right ||
                             (row.type == TransactionType::transfer_in && row.counter_account_id);
        if (lines.count(row.line_no) != 0 || (arrives && lines.count(row.line_no - 1) != 0)) {
            ids.insert(row.id);
        }
    }
    return ids;
}

Decimal known(std::optional<Decimal> amount)
{
    RC_ASSERT(amount.has_value());
    return *amount;
}

} // namespace pf::lots::test
