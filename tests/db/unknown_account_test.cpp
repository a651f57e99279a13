// Whatever PostgreSQL's statistics say of other accounts, work for a new one grows with its rows, not with their
// square.
#include "pf/jobs/snapshot/take_snapshots.hpp"

#include "support/workbench.hpp"

#include <fmt/format.h>

#include <functional>

using namespace pf;
using test::Workbench;

namespace {

constexpr std::int64_t trades = 2000;
constexpr int tickers = 40;

/// Purchases that are sold at once; `first_day` is in 2024.
std::string trades_from(int first_day)
{
    std::string rows;
    for (int number = 0; number < trades; ++number) {
        auto const minute = number % 1200;
        rows += fmt::format("2024-01-{:02}T{:02}:{:02}:00Z,{},T{},10,100,1,EUR\n", first_day + number / 1200,
                            minute / 60, minute % 60, number % 2 == 0 ? "BUY" : "SELL", number / 2 % tickers);
    }
    return rows;
}

/// The entries of indexes that PostgreSQL reads.
class Reads {
public:
    explicit Reads(Workbench& bench) : m_bench(bench) {}

    /// On a connection of its own: its statistics are complete when it is gone.
    std::int64_t of(std::function<void(db::Database&)> const& work)
    {
        auto const before = total();
        {
            auto database = m_bench.temporary().connect();
            work(database);
        }
        while (m_bench.number("SELECT COUNT(*) FROM pg_stat_activity WHERE datname = current_database() "
                              "AND pid <> pg_backend_pid() AND backend_type = 'client backend'") > 0) {
        }
        return total() - before;
    }

    /// How often an index was looked into.
    [[nodiscard]] std::int64_t scans(std::string const& index)
    {
        return m_bench.number("SELECT idx_scan FROM pg_stat_user_indexes WHERE indexrelname = '" + index + "'");
    }

private:
    std::int64_t total() { return m_bench.number("SELECT SUM(idx_tup_read) FROM pg_stat_user_indexes"); }

    Workbench& m_bench;
};

void import(Workbench& bench, db::Database& database, std::string const& file)
{
    auto request = Workbench::request({file});
    request.account = "new";
    request.create_accounts = true;
    auto const report = jobs::import_files(database, bench.catalog(), request);
    CHECK(bench.issues(report) == "");
    CHECK(report.stored);
}

void add_accounts_with_a_trade_each(Workbench& bench)
{
    bench.temporary().run(
        "INSERT INTO accounts (id, name, base_currency) SELECT n, 'a' || n, 'EUR' FROM generate_series(100, 899) AS n;"
        "INSERT INTO imports (account_id, id, format, source_file, file_sha256, import_timestamp) "
        "SELECT n, n, 'pf', 'x.csv', repeat('0', 64), now() FROM generate_series(100, 899) AS n;"
        "INSERT INTO transactions (account_id, id, import_id, line_no, transaction_date, fingerprint, date_only, "
        "transaction_type, asset_type, ticker, quantity, total_amount, currency) "
        "SELECT n, 1, n, 1, now(), gen_random_uuid(), false, 'BUY', 'STOCK', 'A', 1, 1, 'EUR' "
        "FROM generate_series(100, 899) AS n;"
        "INSERT INTO positions (account_id, ticker, asset_type, currency, quantity, first_transaction_date, "
        "last_transaction_date) SELECT n, 'A', 'STOCK', 'EUR', 1, now(), now() FROM generate_series(100, 899) AS n;"
        "INSERT INTO lots (account_id, opening_transaction_id, purchase_date, lot_no, ticker, quantity, "
        "remaining_quantity) SELECT n, 1, now(), 0, 'A', 1, 1 FROM generate_series(100, 899) AS n;"
        "INSERT INTO disposals (account_id, closing_transaction_id, opening_transaction_id, disposal_date, "
        "purchase_date, lot_no, ticker, quantity, proceeds, cost_basis, realized_pl, proceeds_base, cost_basis_base, "
        "realized_pl_base, term) "
        "SELECT n, 1, 1, now(), now(), 0, 'A', 1, 1, 1, 0, 1, 1, 0, 'SHORT' FROM generate_series(100, 899) AS n");
}

} // namespace

TEST_CASE("on PostgreSQL, work for an account that the statistics do not know is linear in its rows")
{
    Workbench bench{db::Backend::postgresql};
    SUBCASE("another account has many")
    {
        bench.import_all({bench.write_rows("old.csv", trades_from(1))});
    }
    SUBCASE("another account has one")
    {
        bench.import_all({bench.write_rows("old.csv", "2024-01-02,BUY,A,1,1,0,EUR\n")});
    }
    SUBCASE("many accounts have one each")
    {
        add_accounts_with_a_trade_each(bench);
    }
    SUBCASE("another account had many")
    {
        bench.import_all({bench.write_rows("old.csv", trades_from(1))});
        bench.import_all({bench.write_rows("one.csv", "2024-01-02,BUY,A,1,1,0,EUR\n")});
        static_cast<void>(jobs::undo_import(bench.database(), 1));
    }
    bench.temporary().run("VACUUM ANALYZE");

    Reads reads{bench};
    auto const later = bench.write_rows("later.csv", trades_from(10));
    auto const earlier = bench.write_rows("earlier.csv", trades_from(5));
    CHECK(reads.of([&](db::Database& database) { import(bench, database, later); }) < 30 * trades);
    CHECK(reads.of([&](db::Database& database) { import(bench, database, later); }) < 30 * trades);
    CHECK(reads.of([&](db::Database& database) { import(bench, database, earlier); }) < 30 * trades);
    CHECK(reads.of([&](db::Database& database) { CHECK(jobs::verify(database, "new").discrepancies.empty()); }) <
          30 * trades);
    CHECK(reads.of([&](db::Database& database) {
        jobs::TakeRequest request;
        request.account = "new";
        request.date = std::chrono::year{2024} / 1 / 31;
        CHECK(jobs::take_snapshots(database, request).taken == 1);
    }) < 30 * trades);

    auto const newest = bench.number("SELECT MAX(id) FROM imports");
    auto const by_lot = reads.scans("idx_disposals_lot");
    auto const by_sale = reads.scans("disposals_pkey");
    // At worst, the account's lots are read for each position that goes.
    CHECK(reads.of([&](db::Database& database) { CHECK(jobs::undo_import(database, newest).removed == trades); }) <
          30 * trades + tickers * 2 * trades);
    CHECK(reads.scans("idx_disposals_lot") - by_lot > trades - 10); // one for each lot, of both imports
    CHECK(reads.scans("disposals_pkey") - by_sale < 2 * trades);
}
