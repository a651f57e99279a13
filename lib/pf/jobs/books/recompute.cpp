#include "pf/jobs/books/recompute.hpp"

#include "pf/db/account_store.hpp"
#include "pf/db/position_store.hpp"
#include "pf/db/price_store.hpp"
#include "pf/jobs/books/booking.hpp"
#include "pf/jobs/books/connected.hpp"
#include "pf/jobs/books/price_positions.hpp"

#include <algorithm>
#include <iterator>
#include <span>

namespace pf::jobs {

namespace {

/// Sends what the books produce to the database; rows that did not change since they were stored are left out.
class StoringSink : public lots::Sink {
public:
    StoringSink(db::PositionStore::Writer& writer, BookingFindings& findings) : m_writer(writer), m_findings(findings)
    {
    }

    void expect_unchanged(std::vector<model::Lot> stored)
    {
        m_stored = std::move(stored);
        std::ranges::sort(m_stored, {}, &model::Lot::key);
    }

    void closed_lot(model::Lot const& lot) override { m_writer.lot(lot); }
    void disposal(model::Disposal const& disposal) override { m_writer.disposal(disposal); }
    void position(model::Position const& position) override { m_writer.position(position); }
    void oversell(lots::Oversell const& oversell) override { m_findings.oversells.add(oversell); }

    void open_lot(model::Lot const& lot) override
    {
        auto const stored = std::ranges::lower_bound(m_stored, lot.key, {}, &model::Lot::key);
        if (stored == m_stored.end() || !(*stored == lot)) {
            m_writer.lot(lot);
        }
    }

    void dust(model::Transaction const& sale, Decimal excess) override
    {
        m_findings.dust.add({sale.ticker, sale.import_id, sale.line_no, excess});
    }

private:
    db::PositionStore::Writer& m_writer;
    BookingFindings& m_findings;
    std::vector<model::Lot> m_stored;
};

struct Split {
    std::set<db::Instrument> anew;
    std::set<db::Instrument> continued;
};

/// A family is continued when all its new rows, in all connected accounts, come after all stored ones: booking works on
/// these instruments and accounts at once.
Split split_by_history(db::Database& database, FirstChanges const& touched, std::set<db::Instrument> const& instruments,
                       model::Families const& families)
{
    std::map<std::string, Timestamp> first_new;
    for (auto const& [ticker, moment] : touched.by_ticker()) {
        auto const [first, is_new] = first_new.try_emplace(families.name_of(ticker), moment);
        first->second = std::min(first->second, moment);
    }
    std::map<std::string, Timestamp> last_stored;
    db::PositionStore{database}.visit(instruments, [&](model::Position const& position) {
        auto const [last, is_new] =
            last_stored.try_emplace(families.name_of(position.ticker), position.last_transaction_date);
        last->second = std::max(last->second, position.last_transaction_date);
    });
    Split split;
    for (auto const& instrument : instruments) {
        auto const& family = families.name_of(instrument.ticker);
        auto const last = last_stored.find(family);
        auto const can_continue = last != last_stored.end() && last->second < first_new.at(family);
        (can_continue ? split.continued : split.anew).insert(instrument);
    }
    return split;
}

class Recomputation {
public:
    explicit Recomputation(db::Database& database)
        : m_database(database),
          m_accounts(db::AccountStore{database}.list()),
          m_rates(db::PriceStore{database}.rates(base::latest_day)),
          m_families(db::TransactionStore{database}.families())
    {
    }

    [[nodiscard]] model::Families const& families() const { return m_families; }

    void anew(std::set<db::Instrument> const& instruments)
    {
        if (instruments.empty()) {
            return;
        }
        db::PositionStore store{m_database};
        store.remove(instruments);
        auto writer = store.write(db::PositionStore::Writer::Mode::fresh);
        StoringSink sink{writer, m_findings};
        Booking booking{m_accounts, m_rates, m_families, sink};
        feed(booking, instruments, 0);
        writer.finish();
    }

    void continued(std::set<db::Instrument> const& instruments, std::int64_t first_import_id)
    {
        if (instruments.empty()) {
            return;
        }
        db::PositionStore store{m_database};
        auto lots = store.open_lots(instruments);
        auto stored = by_family(store.find(instruments), lots);
        auto writer = store.write(db::PositionStore::Writer::Mode::merge);
        StoringSink sink{writer, m_findings};
        sink.expect_unchanged(std::move(lots));
        Booking booking{m_accounts, m_rates, m_families, sink};
        booking.restore(std::move(stored));
        feed(booking, instruments, first_import_id);
        writer.finish();
    }

    [[nodiscard]] BookingFindings findings() && { return std::move(m_findings); }

private:
    [[nodiscard]] std::map<std::string, std::vector<StoredInstrument>>
    by_family(std::vector<model::Position> const& positions, std::vector<model::Lot> const& lots) const
    {
        std::map<db::Instrument, std::vector<model::Lot>> lots_of;
        for (auto const& lot : lots) {
            lots_of[{lot.key.account_id, lot.ticker}].push_back(lot);
        }
        std::map<std::string, std::vector<StoredInstrument>> result;
        for (auto const& position : positions) {
            result[m_families.name_of(position.ticker)].push_back(
                {position, std::move(lots_of[{position.account_id, position.ticker}])});
        }
        return result;
    }

    void feed(Booking& booking, std::set<db::Instrument> const& instruments, std::int64_t first_import_id)
    {
        db::TransactionStore{m_database}.visit(instruments, first_import_id, m_families,
                                               [&](std::span<model::Transaction> moment) {
                                                   booking.put_in_order(moment);
                                                   for (auto const& transaction : moment) {
                                                       booking.add(transaction);
                                                   }
                                               });
        booking.finish();
    }

    db::Database& m_database;
    std::vector<model::Account> m_accounts;
    valuation::FxTable m_rates;
    model::Families m_families;
    BookingFindings m_findings;
};

} // namespace

BookingFindings recompute(db::Database& database, FirstChanges const& touched, std::int64_t first_import_id)
{
    Recomputation recomputation{database};
    Connections const connections{database, touched};
    touched.visit_parts(recomputation.families(), [&](FirstChanges const& part) {
        auto const instruments = connections.with_connected(part.instruments());
        auto const split = split_by_history(database, part, instruments, recomputation.families());
        recomputation.anew(split.anew);
        recomputation.continued(split.continued, first_import_id);
        price_positions(database, instruments);
    });
    return std::move(recomputation).findings();
}

BookingFindings recompute_from_scratch(db::Database& database, std::set<db::Instrument> const& touched)
{
    auto const instruments = db::TransactionStore{database}.connected_with(touched);
    Recomputation recomputation{database};
    recomputation.anew(instruments);
    price_positions(database, instruments);
    return std::move(recomputation).findings();
}

} // namespace pf::jobs
