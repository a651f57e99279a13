#include "pf/jobs/timeline.hpp"

#include "pf/db/account_store.hpp"
#include "pf/db/price_store.hpp"
#include "pf/db/transaction_store.hpp"
#include "pf/jobs/booking.hpp"

#include <algorithm>
#include <map>
#include <optional>
#include <string>
#include <utility>

namespace pf::jobs {

namespace {

using valuation::AccountHistory;

/// Books all transactions and keeps what each instrument was like at the end of the days that matter.
class Recorder final : public lots::Sink {
public:
    Recorder(std::vector<model::Account> const& accounts, valuation::FxTable const& rates, Date first)
        : m_rates(rates), m_booking(accounts, rates, *this), m_first(first)
    {
        for (auto const& account : accounts) {
            m_histories[account.id].account = account;
        }
    }

    void add(model::Transaction const& row)
    {
        auto const day = base::day_of(row.date);
        if (row.ticker != m_ticker || (day != m_day && day >= m_first)) {
            close_day();
        }
        if (day != m_day) {
            for (auto& [account_id, moves] : m_open) {
                moves = {};
            }
        }
        m_ticker = row.ticker;
        m_day = day;
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
        begin(history, base::day_of(row.date));
        auto const base = history.account.base_currency;
        history.cash.add(row, base, rate_to_base(row, base, m_rates));
    }

    /// The account has snapshots from that day on at the latest.
    void begin(std::int64_t account_id, Date day) { begin(m_histories.at(account_id), day); }

    [[nodiscard]] std::vector<AccountHistory> finished(std::vector<model::Account> const& wanted)
    {
        close_day();
        m_booking.finish();
        std::vector<AccountHistory> histories;
        for (auto const& account : wanted) {
            histories.push_back(std::move(m_histories.at(account.id)));
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

    void record(lots::Event const& event)
    {
        auto const& row = event.transaction;
        auto& history = m_histories.at(row.account_id);
        begin(history, m_day);
        history.cash.add(row, history.account.base_currency, event.rate_to_base);
        auto const held = row.type == model::TransactionType::split ? m_booking.position(row.account_id) : std::nullopt;
        m_open[row.account_id].add(event, m_movement, held ? held->quantity : Decimal{});
    }

    /// The day of one instrument is over, in all accounts that it touched.
    void close_day()
    {
        for (auto const& [account_id, moves] : m_open) {
            if (auto position = m_booking.position(account_id)) {
                auto& instruments = m_histories.at(account_id).instruments;
                if (instruments.empty() || instruments.back().front().position.ticker != m_ticker) {
                    instruments.emplace_back();
                }
                instruments.back().push_back({m_day, *std::move(position), moves});
            }
        }
        m_open.clear();
    }

    valuation::FxTable const& m_rates;
    Booking m_booking;
    Date m_first;
    std::map<std::int64_t, AccountHistory> m_histories;
    std::string m_ticker;
    Date m_day{};
    std::map<std::int64_t, valuation::InstrumentMoves> m_open; ///< the accounts that the current day touches
    std::optional<lots::Movement> m_movement;                  ///< of the row at hand
    bool m_is_refused = false;
};

} // namespace

valuation::Timeline load_timeline(db::Database& database, TimelineRequest const& request)
{
    // Transfers connect accounts, so all are booked, and those that nobody asked for left out.
    auto const all_accounts = db::AccountStore{database}.list();
    std::vector<std::int64_t> ids;
    std::ranges::transform(all_accounts, std::back_inserter(ids), &model::Account::id);
    db::PriceStore const prices{database};
    valuation::FxTable rates{prices.rates(request.last)};
    Recorder recorder{all_accounts, rates, request.first};
    db::TransactionStore const transactions{database};
    auto const until = base::end_of(request.last);
    transactions.visit_accounts(ids, until, [&](model::Transaction const& row) { recorder.add(row); });
    transactions.visit_cash(ids, until, [&](model::Transaction const& row) { recorder.add_cash(row); });
    for (auto const& [account_id, day] : request.begun) {
        recorder.begin(account_id, day);
    }
    auto histories = recorder.finished(request.accounts);
    auto closes = prices.closes(valuation::priced_tickers(histories), request.first, request.last);
    return {std::move(histories), std::move(closes), std::move(rates), request.freshness};
}

} // namespace pf::jobs
