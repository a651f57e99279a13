#include "pf/jobs/books/timeline.hpp"

#include "pf/db/account_store.hpp"
#include "pf/db/price_store.hpp"
#include "pf/db/transaction_store.hpp"
#include "pf/jobs/books/booking.hpp"
#include "pf/jobs/books/connected.hpp"
#include "pf/jobs/books/days.hpp"
#include "pf/jobs/run/open.hpp"

#include <algorithm>
#include <iterator>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <utility>

namespace pf::jobs {

namespace {

using valuation::AccountHistory;

/// Books all transactions and keeps what each instrument was like at the end of the days that matter.
class Recorder final : public lots::Sink {
public:
    Recorder(std::vector<model::Account> const& accounts, valuation::FxTable const& rates,
             model::Families const& families, Date first)
        : m_rates(rates),
          m_families(families),
          m_days(accounts),
          m_booking(accounts, rates, families, *this),
          m_first(first)
    {
        for (auto const& account : accounts) {
            auto& history = m_histories[account.id];
            history.account = account;
            history.cash = valuation::CashLedger{account.keeps_cash};
        }
    }

    /// Before the next rows are added, all of one moment and family.
    void put_in_order(std::span<model::Transaction> moment)
    {
        if (auto const& family = m_families.name_of(moment.front().ticker); family != m_family) {
            close_days();
            m_family = family;
        }
        m_booking.put_in_order(moment);
    }

    void add(model::Transaction const& row)
    {
        turn_to_day_of(row);
        m_movement.reset();
        m_is_refused = false;
        auto const& event = m_booking.add(row);
        if (!m_is_refused) {
            record(event);
        }
    }

    /// A row that belongs to no instrument.
    void add_cash(model::Transaction const& row)
    {
        auto& history = m_histories.at(row.account_id);
        auto const day = m_days.day_of(row);
        begin(history, day);
        auto const base = history.account.base_currency;
        history.cash.add(row, day, base, rate_to_base(row, day, base, m_rates));
    }

    /// The account has snapshots from that day on at the latest.
    void begin(std::int64_t account_id, Date day) { begin(m_histories.at(account_id), day); }

    [[nodiscard]] std::vector<AccountHistory> finished(std::vector<model::Account> const& wanted)
    {
        close_days();
        m_booking.finish();
        std::vector<AccountHistory> histories;
        for (auto const& account : wanted) {
            auto& history = m_histories.at(account.id);
            std::ranges::sort(history.instruments, {}, [](auto const& days) { return days.front().position.ticker; });
            histories.push_back(std::move(history));
        }
        return histories;
    }

    void closed_lot(model::Lot const& /*lot*/) override {}
    void open_lot(model::Lot const& /*lot*/) override {}
    void disposal(model::Disposal const& /*disposal*/) override {}
    void position(model::Position const& /*position*/) override {}
    void dust(model::Transaction const& /*sale*/, Decimal /*excess*/) override {}
    void oversell(lots::Oversell const& /*oversell*/) override { m_is_refused = true; }
    void moved(lots::Movement const& movement) override { m_movement = movement; }

private:
    static void begin(AccountHistory& history, Date day)
    {
        history.first_day = std::min(history.first_day.value_or(day), day);
    }

    /// Whatever the instrument's day before was, it is over. A transfer from a zone behind may be of a day that is over
    /// here already.
    void turn_to_day_of(model::Transaction const& row)
    {
        auto const open = m_open.find({row.account_id, row.ticker});
        auto const day = m_days.day_of(row);
        if (open == m_open.end() || day <= open->second.day) {
            return;
        }
        if (day >= m_first) {
            close_day(open->first, open->second);
            m_open.erase(open);
        } else {
            open->second = {day, {}};
        }
    }

    void record(lots::Event const& event)
    {
        auto const& row = event.transaction;
        auto const day = m_days.day_of(row);
        auto& history = m_histories.at(row.account_id);
        begin(history, day);
        history.cash.add(row, day, history.account.base_currency, event.rate_to_base);
        auto const held =
            row.type == model::TransactionType::split ? m_booking.position(row.account_id, row.ticker) : std::nullopt;
        auto const open = m_open.try_emplace({row.account_id, row.ticker}, OpenDay{day, {}}).first;
        open->second.moves.add(event, m_movement, held ? held->quantity : Decimal{});
    }

    /// A day of one instrument in one account.
    struct OpenDay {
        Date day{};
        valuation::InstrumentMoves moves;
    };

    void close_day(db::Instrument const& instrument, OpenDay const& open)
    {
        if (auto position = m_booking.position(instrument.account_id, instrument.ticker)) {
            days_of(instrument).push_back({open.day, *std::move(position), open.moves});
        }
    }

    /// The days of one family are over, in all instruments and accounts that it touched.
    void close_days()
    {
        for (auto const& [instrument, open] : m_open) {
            close_day(instrument, open);
        }
        m_open.clear();
        m_places.clear();
    }

    std::vector<valuation::InstrumentDay>& days_of(db::Instrument const& instrument)
    {
        auto& instruments = m_histories.at(instrument.account_id).instruments;
        auto const [place, is_new] = m_places.try_emplace(instrument, instruments.size());
        if (is_new) {
            instruments.emplace_back();
        }
        return instruments[place->second];
    }

    valuation::FxTable const& m_rates;
    model::Families const& m_families;
    Days m_days;
    Booking m_booking;
    Date m_first;
    std::map<std::int64_t, AccountHistory> m_histories;
    std::string m_family;
    std::map<db::Instrument, std::size_t> m_places; ///< of the family at hand, in their accounts' histories
    std::map<db::Instrument, OpenDay> m_open;       ///< the last day of each instrument of the family
    std::optional<lots::Movement> m_movement;       ///< of the row at hand
    bool m_is_refused = false;
};

} // namespace

valuation::Timeline load_timeline(db::Database& database, TimelineRequest const& request)
{
    // What transfers connect with the accounts is booked too, and left out where nobody asked for it.
    auto const all_accounts = db::AccountStore{database}.list();
    auto const ids = accounts_to_book(database, ids_of(request.accounts), all_accounts);
    db::PriceStore const prices{database};
    valuation::FxTable rates{prices.rates(request.last)};
    db::TransactionStore const transactions{database};
    auto const families = transactions.families();
    Recorder recorder{all_accounts, rates, families, request.first};
    Days const days{all_accounts};
    auto const until = days.end_of(request.last);
    transactions.visit_accounts(ids, until, families, [&](std::span<model::Transaction> moment) {
        recorder.put_in_order(moment);
        for (auto const& row : moment) {
            if (days.day_of(row) <= request.last) {
                recorder.add(row);
            }
        }
    });
    transactions.visit_cash(ids, until, [&](model::Transaction const& row) {
        if (days.day_of(row) <= request.last) {
            recorder.add_cash(row);
        }
    });
    for (auto const& [account_id, day] : request.begun) {
        recorder.begin(account_id, day);
    }
    auto histories = recorder.finished(request.accounts);
    auto closes = prices.closes(valuation::priced_tickers(histories), request.first, request.last);
    return {std::move(histories), std::move(closes), std::move(rates), request.freshness};
}

} // namespace pf::jobs
