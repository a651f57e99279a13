#include "pf/backup/archive.hpp"
#include "pf/backup/folder.hpp"
#include "pf/backup/inspect.hpp"
#include "pf/backup/streams.hpp"
#include "pf/base/text.hpp"
#include "pf/db/migrate.hpp"
#include "pf/db/stored_tables.hpp"
#include "pf/jobs/backup/create.hpp"
#include "pf/jobs/backup/export.hpp"
#include "pf/jobs/migrate/migrate_command.hpp"
#include "pf/jobs/run/schema.hpp"

#include "support/process.hpp"
#include "support/workbench.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <fcntl.h>
#include <map>
#include <set>
#include <sys/stat.h>

using namespace pf;
using db::Backend;
using test::Process;
using test::TempDatabase;
using test::TempFolder;

namespace {

namespace fs = std::filesystem;

/// The settings of a run on this database, with backups in that folder.
struct Run {
    Run(std::string const& url, fs::path const& folder)
    {
        common.database = url;
        common.portfolio = test::portfolio_in(url);
        common.backup_directory = folder;
    }
    cli::Common common;
};

jobs::CreatedBackup create(TempDatabase& temp, fs::path const& folder)
{
    Run const run{temp.url(), folder};
    return jobs::create_backup(temp.database(), jobs::BackupPlace::of(run.common, {}), run.common);
}

/// The CSV of every table.
std::map<std::string, std::string> tables_of(fs::path const& file)
{
    std::map<std::string, std::string> tables;
    backup::Reader reader{file};
    while (reader.next_table()) {
        auto& text = tables[reader.table().name];
        for (auto part = reader.read(); !part.empty(); part = reader.read()) {
            text += part;
        }
    }
    return tables;
}

/// `table: column, column`, with the key in brackets, in the order of names.
std::set<std::string> described(std::vector<db::StoredTable> const& tables)
{
    std::set<std::string> lines;
    for (auto const& table : tables) {
        std::string line = table.name + ":";
        for (auto const& column : table.columns) {
            line += " " + column.name;
        }
        lines.insert(line);
    }
    return lines;
}

/// The same of every table that there is, from the database's own descriptions.
std::set<std::string> existing(TempDatabase& temp)
{
    auto const rows = temp.driver().read(
        {"test",
         "SELECT CAST(c.relname AS TEXT), string_agg(a.attname, ' ' ORDER BY a.attnum) FROM pg_class AS c "
         "JOIN pg_attribute AS a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped "
         "WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') GROUP BY c.relname",
         "SELECT m.name, (SELECT group_concat(c.name, ' ') FROM pragma_table_info(m.name) AS c) FROM sqlite_schema AS "
         "m "
         "WHERE m.type = 'table' AND m.name NOT GLOB 'sqlite_*' AND m.name NOT GLOB 'pf_migrate*'"},
        {});
    std::set<std::string> lines;
    while (rows->next()) {
        std::string const name{rows->text()};
        lines.insert(name + ": " + std::string{rows->text()});
    }
    return lines;
}

std::map<std::string, std::vector<std::string>> keys_of(std::vector<db::StoredTable> const& tables)
{
    std::map<std::string, std::vector<std::string>> keys;
    for (auto const& table : tables) {
        keys[table.name] = table.key;
    }
    return keys;
}

// Rows of every table, with values that are easily told wrongly: NULL, an empty text, quotes, line ends, other scripts,
// the largest and smallest numbers, and rows in another order than their key's. Only the columns of version 4: later
// ones have defaults.
constexpr std::string_view awkward_rows = R"sql(
INSERT INTO accounts (id, name, base_currency, created_at) VALUES
    (2, 'Ünïcode, "quoted"
and broken', 'EUR', '2024-01-01T00:00:00.000001Z'), (1, 'main', 'USD', '2024-01-02T03:04:05.123456Z');
INSERT INTO imports (account_id, id, format, source_file, file_sha256, rows_read, rows_inserted, import_timestamp) VALUES
    (2, 1, 'pf', '', 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa', 2, 2, '1999-12-31T23:59:59.999999Z');
INSERT INTO transactions (account_id, id, import_id, line_no, transaction_date, created_at, fingerprint, counter_account_id,
    date_only, transaction_type, asset_type, ticker, quantity, price, total_amount, currency, fee, raw_description, external_id)
VALUES (2, 10, 1, 3, '9999-12-31T23:59:59.999999Z', '2024-01-01T00:00:00.000000Z', {fingerprint_1}, NULL, {false}, 'BUY',
    'CRYPTO', 'ETH', '99999999999999999999.999999999999999999', '0.000000000000000001', '1.5', 'EUR', '0', '', NULL),
    (2, 9, 1, 2, '1000-01-01T00:00:00.000000Z', '2024-01-01T00:00:00.000000Z', {fingerprint_2}, 1, {true}, 'TRANSFER_IN',
    'STOCK', 'a,b', '3', NULL, NULL, NULL, '0', 'line
break and "quotes"', 'x');
INSERT INTO positions (account_id, ticker, asset_type, quantity, total_cost, realized_pl, unrealized_pl,
    first_transaction_date, last_transaction_date, last_updated)
VALUES (2, 'ETH', 'CRYPTO', '2', '0.1', '-12.3', NULL, '2024-01-01T00:00:00.000000Z', '2024-01-01T00:00:00.000000Z',
    '2024-01-01T00:00:00.000000Z');
INSERT INTO lots (account_id, opening_transaction_id, lot_no, purchase_date, ticker, quantity, remaining_quantity)
VALUES (2, 10, 1, '2024-01-01T00:00:00.000000Z', 'ETH', '2', '1'), (2, 10, 0, '2024-01-01T00:00:00.000000Z', 'ETH', '2', '0');
INSERT INTO disposals (account_id, closing_transaction_id, opening_transaction_id, lot_no, disposal_date, purchase_date,
    ticker, quantity, proceeds, cost_basis, realized_pl, term)
VALUES (2, 10, 10, 0, '2024-01-01T00:00:00.000000Z', '2024-01-01T00:00:00.000000Z', 'ETH', '2', '1', '3', '-2', 'LONG');
INSERT INTO price_history (ticker, date, source, close_price) VALUES
    ('b', '2024-02-29', 'x', '0'), ('B', '1000-01-01', 'x', '1'), ('ä', '9999-12-31', 'a', '12345.678');
INSERT INTO fx_rates (base, quote, date, rate) VALUES ('USD', 'EUR', '2024-01-01', '0.9'), ('EUR', 'USD', '2024-01-02', '1.1');
INSERT INTO portfolio_snapshots (account_id, snapshot_date, base_currency, positions_json, superseded, created_at)
VALUES (1, '2024-01-01', 'EUR', '[{"ticker": "B", "quantity": "1.50", "a longer key": [1, null, true]}, {}]', '[]',
    '2024-01-01T00:00:00.000000Z');
)sql";

void add_awkward_rows(TempDatabase& temp, Backend backend)
{
    bool const on_sqlite = backend == Backend::sqlite;
    std::string sql{awkward_rows};
    auto const replace = [&](std::string_view name, std::string_view value) {
        sql.replace(sql.find(name), name.size(), value);
    };
    constexpr std::string_view first = "00112233445566778899aabbccddeeff";
    constexpr std::string_view second = "ffeeddccbbaa99887766554433221100";
    replace("{fingerprint_1}", fmt::format("{}'{}'", on_sqlite ? "X" : "", first));
    replace("{fingerprint_2}", fmt::format("{}'{}'", on_sqlite ? "X" : "", second));
    replace("{false}", on_sqlite ? "0" : "false");
    replace("{true}", on_sqlite ? "1" : "true");
    temp.run(sql);
}

migration::Set embedded(Backend backend)
{
    return migration::embedded_set(backend == Backend::sqlite ? migration::Dialect::sqlite
                                                              : migration::Dialect::postgresql);
}

/// A database at an older version of the schema.
void migrate_to(TempDatabase& temp, Backend backend, std::int64_t version)
{
    auto const set = embedded(backend);
    db::Migrator{temp.database()}.run([&](migration::History const& history) {
        return migration::plan_up(set, history, {version, {}, false}, "");
    });
}

jobs::MigrateSettings settings_of(TempDatabase& temp, cli::Common const& common)
{
    jobs::MigrateSettings settings;
    settings.database = temp.target();
    settings.backup = {common, "--no-backup"};
    return settings;
}

std::int64_t rows_in(backup::Manifest const& manifest, std::string_view table)
{
    return std::ranges::find(manifest.tables, table, &backup::TableEntry::name)->rows;
}

} // namespace

TEST_CASE_TEMPLATE("a backup holds every table and every column that there is", Where, PF_BACKENDS)
{
    TempDatabase temp{Where::backend};
    CHECK(described(db::stored_tables(temp.database())) == existing(temp));
}

TEST_CASE("both backends describe the same tables, columns and keys")
{
    TempDatabase sqlite{Backend::sqlite};
    TempDatabase postgresql{Backend::postgresql};
    auto const here = db::stored_tables(sqlite.database());
    auto const there = db::stored_tables(postgresql.database());
    CHECK(described(here) == described(there));
    CHECK(keys_of(here) == keys_of(there));
    CHECK(keys_of(here)["price_history"] == std::vector<std::string>{"source", "ticker", "date"});
    CHECK(keys_of(here)["accounts"] == std::vector<std::string>{"id"});
    REQUIRE(here.size() == there.size());
    for (std::size_t i = 0; i < here.size(); ++i) {
        CHECK(here[i].name == there[i].name);
        for (std::size_t k = 0; k < here[i].columns.size(); ++k) { // SQLite knows no more than these
            auto const type = there[i].columns[k].type;
            auto const is_json = type == db::ColumnType::json;
            auto const is_fingerprint = type == db::ColumnType::fingerprint;
            CHECK_MESSAGE((here[i].columns[k].type == db::ColumnType::json) == is_json, here[i].columns[k].name);
            CHECK_MESSAGE((here[i].columns[k].type == db::ColumnType::fingerprint) == is_fingerprint,
                          here[i].columns[k].name);
        }
    }
}

TEST_CASE("B6: the same rows give the same bytes and digests on both backends")
{
    TempFolder const folder;
    std::vector<backup::Manifest> manifests;
    std::vector<std::map<std::string, std::string>> tables;
    for (auto const backend : {Backend::sqlite, Backend::postgresql}) {
        TempDatabase temp{backend};
        add_awkward_rows(temp, backend);
        auto const created = create(temp, folder.path());
        manifests.push_back(created.manifest);
        tables.push_back(tables_of(created.path));
    }
    CHECK(manifests[0].tables == manifests[1].tables);
    CHECK(tables[0] == tables[1]);
    CHECK(tables[0]["accounts"] == "id,name,base_currency,booking_method,data_version,created_at,restate_from,keeps_"
                                   "cash,cash_is_booked,time_zone,allows_short,closed_at\n"
                                   "1,main,USD,fifo,0,2024-01-02T03:04:05.123456Z,,from_first_deposit,0,UTC,0,\n"
                                   "2,\"Ünïcode, \"\"quoted\"\"\nand "
                                   "broken\",EUR,fifo,0,2024-01-01T00:00:00.000001Z,,from_first_deposit,0,UTC,0,\n");
    CHECK(tables[0]["fx_rates"] == "base,quote,date,rate\nEUR,USD,2024-01-02,1.1\nUSD,EUR,2024-01-01,0.9\n");
    CHECK(tables[0]["price_history"] ==
          "ticker,date,source,open_price,high_price,low_price,close_price,volume,currency\n"
          "ä,9999-12-31,a,,,,12345.678,,\nB,1000-01-01,x,,,,1,,\nb,2024-02-29,x,,,,0,,\n");
    auto const& transactions = tables[0]["transactions"];
    auto const first = transactions.find("2,9,1,2,1000-01-01T00:00:00.000000Z,2024-01-01T00:00:00.000000Z,"
                                         "ffeeddcc-bbaa-9988-7766-554433221100,,,1,1,TRANSFER_IN,STOCK,\"a,b\",3,,,,0,,"
                                         "\"line\nbreak and \"\"quotes\"\"\",x,,,,,,\n");
    auto const second = transactions.find(
        "2,10,1,3,9999-12-31T23:59:59.999999Z,2024-01-01T00:00:00.000000Z,00112233-4455-6677-8899-"
        "aabbccddeeff,,,,0,BUY,"
        "CRYPTO,ETH,99999999999999999999.999999999999999999,0.000000000000000001,1.5,EUR,0,,\"\",,,,,,,\n");
    CHECK(first != std::string::npos);
    CHECK(second != std::string::npos);
    CHECK(first < second);
    CHECK(tables[0]["portfolio_snapshots"].find(
              R"("[{""a longer key"":[1,null,true],""quantity"":""1.50"",""ticker"":""B""},{}]")") !=
          std::string::npos);
}

TEST_CASE("a table of a backup is what COPY … CSV of PostgreSQL reads")
{
    TempFolder const folder;
    TempDatabase temp{Backend::postgresql};
    add_awkward_rows(temp, Backend::postgresql);
    auto const before = create(temp, folder.path());
    std::string script = "BEGIN; TRUNCATE accounts CASCADE; TRUNCATE price_history, fx_rates;\n";
    auto const tables = tables_of(before.path);
    for (auto const& table : before.manifest.tables) {
        auto const file = folder.path() / (table.name + ".csv");
        std::ofstream{file, std::ios::binary} << tables.at(table.name);
        script += fmt::format("\\copy {} FROM '{}' (FORMAT csv, HEADER)\n", table.name, file.string());
    }
    std::ofstream{folder.path() / "load.sql"} << script << "COMMIT;\n";
    auto const command =
        fmt::format("psql -qX -v ON_ERROR_STOP=1 -d '{}' -f '{}'", temp.url(), (folder.path() / "load.sql").string());
    CHECK(std::system(command.c_str()) == 0);
    CHECK(create(temp, folder.path()).manifest.tables == before.manifest.tables);
}

TEST_CASE_TEMPLATE("B2: a backup is of one moment, whatever is imported while it is written", Where, PF_BACKENDS)
{
    test::Workbench bench{Where::backend};
    bench.import_all({bench.write_rows("a.csv", "2024-01-02,BUY,AAPL,2,100,1,USD\n")});
    backup::Writer writer{bench.path("")};
    int imports = 0;
    auto other = bench.temporary().connect();
    auto const head = jobs::export_tables(bench.database(), writer, [&](std::uint64_t) {
        ++imports; // between the tables: once for each that has rows
        auto const file =
            bench.write_rows("more.csv", fmt::format("2024-02-{:02},BUY,AAPL,1,101,1,USD\n2024-02-{:02},SELL,AAPL,1,99,"
                                                     "0,USD\n",
                                                     imports, imports));
        CHECK(jobs::import_files(other, bench.catalog(), test::Workbench::request({file})).stored);
    });
    CHECK(imports == 5);
    CHECK(bench.count("transactions") == 1 + 2 * imports);

    auto const path = bench.path("x.tar.zst");
    backup::Descriptor const file{::open(path.c_str(), O_WRONLY | O_CREAT, 0600)};
    auto const manifest = writer.finish(file.get(), path, head, {}, [](std::uint64_t) {});
    CHECK(rows_in(manifest, "imports") == 1);
    CHECK(rows_in(manifest, "transactions") == 1);
    CHECK(rows_in(manifest, "lots") == 1);
    CHECK(rows_in(manifest, "disposals") == 0);
    CHECK(tables_of(path)["positions"].find(",AAPL,STOCK,") == std::string::npos);
    CHECK(tables_of(path)["positions"].find("AAPL") != std::string::npos);
}

TEST_CASE_TEMPLATE("a database of an older schema is backed up as it is", Where, PF_BACKENDS)
{
    TempFolder const folder;
    TempDatabase temp{Where::backend, TempDatabase::Content::nothing};
    migrate_to(temp, Where::backend, 2);
    temp.run("INSERT INTO accounts (id, name, base_currency) VALUES (1, 'main', 'EUR')");
    auto const created = create(temp, folder.path());
    CHECK(created.manifest.schema_version == 2);
    CHECK(created.manifest.tables.size() == 5);
    CHECK(rows_in(created.manifest, "accounts") == 1);
}

TEST_CASE_TEMPLATE("a database without tables of ours, or with more than this program knows, is refused", Where,
                   PF_BACKENDS)
{
    TempFolder const folder;
    TempDatabase empty{Where::backend, TempDatabase::Content::nothing};
    CHECK_THROWS_WITH_AS(create(empty, folder.path()), doctest::Contains("there is nothing to back up"), Error);
    TempDatabase newer{Where::backend};
    auto const table = Where::backend == Backend::sqlite ? "pf_migrate_history" : "pf_migrate.history";
    newer.run(fmt::format("UPDATE {} SET version = 9999 WHERE version = (SELECT MAX(version) FROM {})", table, table));
    CHECK_THROWS_WITH_AS(create(newer, folder.path()), doctest::Contains("the schema is at version 9999"), Error);
    CHECK(backup::list_folder(folder.path()).empty());
}

TEST_CASE_TEMPLATE("B9: no password is in a backup", Where, PF_BACKENDS)
{
    TempFolder const folder;
    TempDatabase temp{Where::backend};
    auto database =
        test::open(Where::backend == Backend::sqlite ? temp.url() : temp.url() + "&password=hunter2%26secret");
    Run const run{temp.url(), folder.path()};
    auto const created = jobs::create_backup(database, jobs::BackupPlace::of(run.common, {}), run.common);
    auto const json = to_json(created.manifest);
    CHECK(json.find("hunter2") == std::string::npos);
    CHECK(json.find("test") != std::string::npos);
}

TEST_CASE_TEMPLATE("M14: with data present, a verified backup is taken before the first migration", Where, PF_BACKENDS)
{
    TempFolder const folder;
    TempDatabase temp{Where::backend, TempDatabase::Content::nothing};
    migrate_to(temp, Where::backend, 3);
    temp.run("INSERT INTO accounts (id, name, base_currency) VALUES (1, 'main', 'EUR'), (2, 'other', 'EUR')");
    Run const run{temp.url(), folder.path()};
    std::ostringstream out;
    jobs::up(settings_of(temp, run.common), {}, false, out);
    CHECK(db::schema_version(temp.database()) == embedded(Where::backend).latest());
    auto const files = backup::list_folder(folder.path());
    REQUIRE(files.size() == 1);
    auto const manifest = backup::verify(files[0].path, {}, [](std::uint64_t, std::uint64_t) {});
    CHECK(manifest.schema_version == 3);
    CHECK(rows_in(manifest, "accounts") == 2);
}

TEST_CASE_TEMPLATE("M14: programs that migrate when they start take the backup, too", Where, PF_BACKENDS)
{
    TempFolder const folder;
    TempDatabase temp{Where::backend, TempDatabase::Content::nothing};
    migrate_to(temp, Where::backend, 3);
    temp.run("INSERT INTO fx_rates (base, quote, date, rate) VALUES ('EUR', 'USD', '2024-01-02', '1.1')");
    Run const run{temp.url(), folder.path()};
    jobs::bring_up_to_date(temp.database(), true, {run.common, "PF_AUTO_BACKUP=off"});
    CHECK(db::schema_version(temp.database()) == embedded(Where::backend).latest());
    CHECK(backup::list_folder(folder.path()).size() == 1);
}

TEST_CASE_TEMPLATE("M14: no backup is taken of nothing, or when it is not wanted", Where, PF_BACKENDS)
{
    TempFolder const folder;
    TempDatabase temp{Where::backend, TempDatabase::Content::nothing};
    Run const run{temp.url(), folder.path()};
    auto settings = settings_of(temp, run.common);
    std::ostringstream out;
    jobs::up(settings, {2, {}, false}, false, out);
    temp.run("INSERT INTO accounts (id, name, base_currency) VALUES (1, 'main', 'EUR')");
    jobs::up(settings, {3, {}, false}, false, out);
    CHECK(backup::list_folder(folder.path()).empty());
    temp.run("INSERT INTO accounts (id, name, base_currency) VALUES (2, 'other', 'EUR')");
    settings.backup = {};
    jobs::up(settings, {}, false, out);
    CHECK(backup::list_folder(folder.path()).empty());
}

TEST_CASE_TEMPLATE("M14: when the backup fails, nothing is applied", Where, PF_BACKENDS)
{
    TempFolder const folder;
    std::ofstream{folder.path() / "file"} << "no folder";
    TempDatabase temp{Where::backend, TempDatabase::Content::nothing};
    migrate_to(temp, Where::backend, 3);
    temp.run("INSERT INTO accounts (id, name, base_currency) VALUES (1, 'main', 'EUR'), (2, 'other', 'EUR')");
    Run const run{temp.url(), folder.path() / "file"};
    std::ostringstream out;
    try {
        jobs::up(settings_of(temp, run.common), {}, false, out);
        FAIL("migrated without a backup");
    } catch (Error const& error) {
        CHECK(error.code() == ExitCode::cannot_create);
        CHECK(error.message() == "nothing was migrated, because no backup could be taken: is not a folder");
        CHECK(error.hint() == "choose another one with --to; --no-backup does without a backup");
    }
    CHECK(db::schema_version(temp.database()) == 3);
}

TEST_CASE_TEMPLATE("M14: when a migration fails, the command that restores the backup is printed", Where, PF_BACKENDS)
{
    TempFolder const folder;
    TempDatabase temp{Where::backend, TempDatabase::Content::nothing};
    migrate_to(temp, Where::backend, 3);
    temp.run("INSERT INTO accounts (id, name, base_currency) VALUES (1, 'main', 'EUR'), (2, 'other', 'EUR');"
             "CREATE TABLE portfolio_snapshots (id INTEGER PRIMARY KEY)");
    Run const run{temp.url(), folder.path() / "it's here"};
    std::ostringstream out;
    try {
        jobs::up(settings_of(temp, run.common), {}, false, out);
        FAIL("a table was created twice");
    } catch (Error const& error) {
        auto const files = backup::list_folder(run.common.backup_directory);
        REQUIRE(files.size() == 1);
        auto quoted = files[0].path.string();
        quoted.replace(quoted.find('\''), 1, "'\\''");
        auto const command = fmt::format("pf-backup restore --replace '{}' --database '{}'", quoted, temp.url());
        CHECK(error.details().back() == "to bring back what was there before: " + command);

        // It does what it says, once what was in the way is gone.
        temp.run("DROP TABLE portfolio_snapshots; DELETE FROM accounts");
        auto const programs = std::filesystem::path{test::program("pf-backup")}.parent_path().string();
        Process restore{{"sh", "-c", "HOME='" + folder.path().string() + "' PATH='" + programs + "':$PATH " + command},
                        folder.path() / "output"};
        auto const code = restore.wait();
        CHECK_MESSAGE(code == 0, restore.output());
    }
    CHECK(temp.value("SELECT CAST(COUNT(*) AS TEXT) FROM accounts") == "2");
}
