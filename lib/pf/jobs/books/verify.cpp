#include "pf/jobs/books/verify.hpp"

#include "pf/base/time.hpp"
#include "pf/db/account_store.hpp"
#include "pf/db/cash_store.hpp"
#include "pf/db/position_store.hpp"
#include "pf/db/price_store.hpp"
#include "pf/db/transaction_store.hpp"
#include "pf/jobs/books/booking.hpp"
#include "pf/jobs/books/cash.hpp"
#include "pf/jobs/books/connected.hpp"
#include "pf/jobs/books/findings.hpp"
#include "pf/jobs/books/row_digest.hpp"
#include "pf/jobs/run/open.hpp"
#include "pf/valuation/cash_flow.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <map>
#include <optional>
#include <span>

namespace pf::jobs {

namespace {

/// What is known of one instrument, from the stored rows or from booking anew.
struct Books {
    std::optional<model::Position> position;
    RowDigest lots;
    RowDigest disposals;
};

using Key = db::Instrument;

class BookedAnew : public lots::Sink {
public:
    explicit BookedAnew(std::map<Key, Books>& books, std::map<Key, valuation::CashFlow>& cash)
        : m_books(books), m_cash(cash)
    {
    }

    void closed_lot(model::Lot const& lot) override { add(lot); }
    void open_lot(model::Lot const& lot) override { add(lot); }
    void dust(model::Transaction const& /*sale*/, Decimal /*excess*/) override {}

    void disposal(model::Disposal const& disposal) override
    {
        m_books[{disposal.lot.account_id, disposal.ticker}].disposals.add(disposal);
    }
    void position(model::Position const& position) override
    {
        m_books[{position.account_id, position.ticker}].position = position;
    }
    void oversell(lots::Oversell const& oversell) override { m_oversells.push_back(oversell); }

    void moved(lots::Movement const& movement) override { m_cash[{movement.account_id, m_ticker}].add(movement); }

    /// The ticker comes first: a movement does not tell its own.
    void start(std::string const& ticker) { m_ticker = ticker; }

    void note(lots::Event const& event) { m_cash[{event.transaction.account_id, event.transaction.ticker}].add(event); }

    [[nodiscard]] std::vector<lots::Oversell> const& oversells() const { return m_oversells; }

private:
    void add(model::Lot const& lot) { m_books[{lot.key.account_id, lot.ticker}].lots.add(lot); }

    std::map<Key, Books>& m_books;
    std::map<Key, valuation::CashFlow>& m_cash;
    std::vector<lots::Oversell> m_oversells;
    std::string m_ticker;
};

class Verification {
public:
    Verification(db::Database& database, std::string const& account)
        : m_database(database), m_accounts(db::AccountStore{database}.list()), m_money(m_accounts, Days{m_accounts})
    {
        for (auto const& known : m_accounts) {
            m_names[known.id] = known.name;
        }
        m_chosen = ids_of(chosen_accounts(database, account));
    }

    model::VerifyReport run()
    {
        db::Atomic const snapshot{m_database, db::Atomic::Mode::read};
        read_stored();
        book_anew();
        compare_cash();
        for (auto const& [key, books] : m_booked) {
            if (is_chosen(key)) {
                compare(key, m_stored[key], books);
                check_identity(key, books);
            }
        }
        for (auto const& [key, books] : m_stored) {
            if (!m_booked.contains(key)) {
                complain(key, "is stored but has no transactions");
            }
        }
        return std::move(m_report);
    }

private:
    void read_stored()
    {
        db::PositionStore const store{m_database};
        for (auto& position : store.list(m_chosen)) {
            m_stored[{position.account_id, position.ticker}].position = position;
            ++m_report.positions;
        }
        store.visit_lots(m_chosen, [&](model::Lot const& lot) {
            m_stored[{lot.key.account_id, lot.ticker}].lots.add(lot);
            ++m_report.lots;
        });
        store.visit_disposals(m_chosen, base::earliest_day, base::latest_day, [&](model::Disposal const& disposal) {
            m_stored[{disposal.lot.account_id, disposal.ticker}].disposals.add(disposal);
            ++m_report.disposals;
        });
    }

    void book_anew()
    {
        auto const accounts = accounts_to_book(m_database, m_chosen, m_accounts);
        valuation::FxTable const rates{db::PriceStore{m_database}.rates(base::latest_day)};
        BookedAnew sink{m_booked, m_cash};
        db::TransactionStore const store{m_database};
        auto const families = store.families();
        Booking booking{m_accounts, rates, families, sink};
        auto const visit = [&](std::span<model::Transaction> moment) {
            booking.put_in_order(moment);
            for (auto const& transaction : moment) {
                ++m_report.transactions;
                sink.start(transaction.ticker);
                sink.note(booking.add(transaction));
                m_money.add(transaction);
            }
        };
        store.visit_accounts(accounts, base::end_of(base::latest_day), families, visit);
        booking.finish();
        store.visit_cash(accounts, base::end_of(base::latest_day), [&](model::Transaction const& transaction) {
            ++m_report.transactions;
            m_money.add(transaction);
        });
        for (auto const& oversell : sink.oversells()) {
            complain({oversell.account_id, oversell.ticker}, text_of(oversell));
        }
    }

    void compare(Key const& key, Books const& stored, Books const& booked)
    {
        if (!stored.position) {
            complain(key, "has transactions but no stored position");
            return;
        }
        compare_positions(key, *stored.position, *booked.position);
        if (stored.lots != booked.lots) {
            complain(key, fmt::format("stored lots ({}) differ from booked ones ({})", stored.lots.count(),
                                      booked.lots.count()));
        }
        if (stored.disposals != booked.disposals) {
            complain(key, fmt::format("stored disposals ({}) differ from booked ones ({})", stored.disposals.count(),
                                      booked.disposals.count()));
        }
    }

    void compare_positions(Key const& key, model::Position const& stored, model::Position const& booked)
    {
        compare_amounts(key, "quantity", stored.quantity, booked.quantity);
        compare_amounts(key, "total_cost", stored.total_cost, booked.total_cost);
        compare_amounts(key, "realized_pl", stored.realized_pl, booked.realized_pl);
        auto const same_amounts = stored.quantity == booked.quantity && stored.total_cost == booked.total_cost &&
                                  stored.realized_pl == booked.realized_pl;
        if (same_amounts && !(stored == booked)) {
            complain(key, "stored dates, income, fees, currency or base amounts differ from the booked ones");
        }
    }

    void compare_amounts(Key const& key, char const* what, std::optional<Decimal> const& stored,
                         std::optional<Decimal> const& booked)
    {
        auto const shown = [](std::optional<Decimal> const& value) { return value ? value->to_text() : "unknown"; };
        if (stored != booked) {
            complain(key, fmt::format("stored {} {}, booked {}", what, shown(stored), shown(booked)));
        }
    }

    /// An account that was not booked yet has nothing stored that could differ.
    void compare_cash()
    {
        auto const unbooked = db::CashStore{m_database}.unbooked(m_chosen);
        std::map<Key, std::optional<Decimal>> booked;
        for (auto const& cash : m_money.balances()) {
            booked[{cash.account_id, std::string{cash.currency.code()}}] = cash.balance;
        }
        for (auto const& cash : db::CashStore{m_database}.list(m_chosen)) {
            Key const key{cash.account_id, std::string{cash.currency.code()}};
            auto const found = booked.extract(key);
            compare_amounts(key, "balance", cash.balance, found.empty() ? Decimal{} : found.mapped());
            ++m_report.balances;
        }
        for (auto const& [key, balance] : booked) {
            if (!unbooked.contains(key.account_id) && is_chosen(key)) {
                complain(key, "has moved money but no stored balance");
            }
        }
    }

    void check_identity(Key const& key, Books const& books)
    {
        auto const gap = m_cash[key].gap(*books.position);
        if (!gap) {
            ++m_report.unknown;
            return;
        }
        ++m_report.identities;
        if (!gap->is_zero()) {
            complain(key, fmt::format("proceeds − purchases + market value misses realized + unrealized by {}",
                                      gap->to_text()));
        }
    }

    void complain(Key const& key, std::string what)
    {
        m_report.discrepancies.push_back({m_names[key.account_id], key.ticker, std::move(what)});
    }

    [[nodiscard]] bool is_chosen(Key const& key) const
    {
        return std::ranges::find(m_chosen, key.account_id) != m_chosen.end();
    }

    db::Database& m_database;
    std::vector<model::Account> m_accounts;
    CashBooks m_money;
    std::map<std::int64_t, std::string> m_names;
    std::vector<std::int64_t> m_chosen;
    std::map<Key, Books> m_stored;
    std::map<Key, Books> m_booked;
    std::map<Key, valuation::CashFlow> m_cash;
    model::VerifyReport m_report;
};

} // namespace

model::VerifyReport verify(db::Database& database, std::string const& account)
{
    return Verification{database, account}.run();
}

} // namespace pf::jobs
