#include "store_fixture.hpp"

#include <array>
#include <string>

using namespace pf;
using namespace pf::test;

namespace {

/// A row as the values of an INSERT, each of which can be replaced.
struct Row {
    std::string table;
    std::vector<std::pair<std::string, std::string>> values;

    [[nodiscard]] std::string insert(std::string const& column = {}, std::string const& value = {}) const
    {
        std::string names;
        std::string literals;
        auto found = column.empty();
        for (auto const& [name, literal] : values) {
            found = found || name == column;
            names += (names.empty() ? "" : ", ") + name;
            literals += (literals.empty() ? "" : ", ") + (name == column ? value : literal);
        }
        REQUIRE(found);
        return "INSERT INTO " + table + " (" + names + ") VALUES (" + literals + ")";
    }
};

std::string fingerprint(db::Backend backend)
{
    return backend == db::Backend::sqlite ? "randomblob(16)" : "gen_random_uuid()";
}

std::string boolean(db::Backend backend)
{
    return backend == db::Backend::sqlite ? "0" : "false";
}

Row transaction(db::Backend backend)
{
    return {"transactions",
            {{"account_id", "1"},
             {"id", "100"},
             {"import_id", "1"},
             {"line_no", "1"},
             {"transaction_date", "'2024-01-02T03:04:05.000000Z'"},
             {"fingerprint", fingerprint(backend)},
             {"split_numerator", "NULL"},
             {"split_denominator", "NULL"},
             {"counter_account_id", "NULL"},
             {"date_only", boolean(backend)},
             {"transaction_type", "'BUY'"},
             {"asset_type", "'STOCK'"},
             {"ticker", "'A'"},
             {"quantity", "'10'"},
             {"price", "'1.5'"},
             {"total_amount", "'15'"},
             {"currency", "'EUR'"},
             {"fee", "'0'"},
             {"fx_rate", "'1'"},
             {"raw_description", "NULL"}}};
}

Row lot()
{
    return {"lots",
            {{"account_id", "1"},
             {"opening_transaction_id", "1"},
             {"purchase_date", "'2024-01-02T03:04:05.000000Z'"},
             {"lot_no", "0"},
             {"ticker", "'A'"},
             {"quantity", "'10'"},
             {"remaining_quantity", "'9.5'"},
             {"purchase_price", "'1.5'"},
             {"total_cost", "'15'"},
             {"total_cost_base", "'15'"},
             {"remaining_cost", "'14.25'"},
             {"remaining_cost_base", "'14.25'"}}};
}

Row disposal()
{
    return {"disposals",
            {{"account_id", "1"},
             {"closing_transaction_id", "2"},
             {"opening_transaction_id", "1"},
             {"disposal_date", "'2024-01-02T03:04:05.000000Z'"},
             {"purchase_date", "'2024-01-02T03:04:05.000000Z'"},
             {"lot_no", "0"},
             {"ticker", "'A'"},
             {"quantity", "'0.5'"},
             {"proceeds", "'3'"},
             {"cost_basis", "'1'"},
             {"realized_pl", "'2'"},
             {"proceeds_base", "'3'"},
             {"cost_basis_base", "'1'"},
             {"realized_pl_base", "'2'"},
             {"term", "'SHORT'"}}};
}

Row position()
{
    return {"positions",
            {{"account_id", "1"},
             {"ticker", "'B'"},
             {"asset_type", "'STOCK'"},
             {"currency", "'EUR'"},
             {"quantity", "'1'"},
             {"total_cost", "'1'"},
             {"total_cost_base", "'1'"},
             {"last_price", "'1'"},
             {"first_transaction_date", "'2024-01-02T03:04:05.000000Z'"},
             {"last_transaction_date", "'2024-01-02T03:04:05.000000Z'"}}};
}

Row import()
{
    return {"imports",
            {{"account_id", "1"},
             {"id", "5"},
             {"format", "'pf'"},
             {"source_file", "'x.csv'"},
             {"file_sha256", "'" + std::string(64, '0') + "'"},
             {"rows_read", "1"},
             {"rows_inserted", "1"},
             {"rows_duplicate", "0"},
             {"rows_ignored", "0"},
             {"rows_rejected", "0"},
             {"import_timestamp", "'2024-01-02T03:04:05.000000Z'"}}};
}

Row account()
{
    return {"accounts",
            {{"id", "9"},
             {"name", "'new'"},
             {"base_currency", "'EUR'"},
             {"booking_method", "'hifo'"},
             {"data_version", "0"}}};
}

Row price()
{
    return {"price_history",
            {{"ticker", "'A'"},
             {"date", "'2024-01-02'"},
             {"source", "'test'"},
             {"open_price", "'1'"},
             {"high_price", "'1'"},
             {"low_price", "'1'"},
             {"close_price", "'1'"},
             {"volume", "'1'"},
             {"currency", "'EUR'"}}};
}

Row rate()
{
    return {"fx_rates", {{"base", "'USD'"}, {"quote", "'EUR'"}, {"date", "'2024-01-02'"}, {"rate", "'0.9'"}}};
}

Row snapshot()
{
    return {"portfolio_snapshots",
            {{"account_id", "1"},
             {"snapshot_date", "'2024-01-02'"},
             {"base_currency", "'EUR'"},
             {"unpriced", "0"},
             {"positions_json", "'[]'"},
             {"superseded", "'[]'"}}};
}

/// With transactions 1 and 2, the position of A, and its lot 1.
struct Filled : Stores {
    explicit Filled(db::Backend backend) : Stores(backend)
    {
        add({purchase(main, 1, "A", "2024-01-01"), purchase(main, 2, "A", "2024-01-02")});
        db::Atomic atomic{database};
        auto writer = positions.write(db::PositionStore::Writer::Mode::fresh);
        writer.position(position_of(main, "A"));
        writer.finish();
        atomic.commit();
    }

    void check_accepts(std::string const& statement)
    {
        CAPTURE(statement);
        CHECK_NOTHROW(run_and_forget(statement));
    }

    void check_refuses(std::string const& statement)
    {
        CAPTURE(statement);
        try {
            run_and_forget(statement);
            FAIL_CHECK("no error");
        } catch (Error const& error) {
            CHECK(error.code() == ExitCode::bad_data);
        }
    }

    /// In a transaction that is rolled back after its constraints were checked.
    void run_and_forget(std::string const& statement)
    {
        db::Atomic const atomic{database};
        temporary.run(statement);
    }
};

struct Bad {
    char const* column;
    char const* value;
};

} // namespace

TEST_CASE_TEMPLATE("the schema accepts good rows of every table", Where, PF_BACKENDS)
{
    Filled filled{Where::backend};
    for (auto const& row :
         {account(), import(), transaction(Where::backend), position(), lot(), price(), rate(), snapshot()}) {
        filled.check_accepts(row.insert());
    }
    filled.check_accepts(lot().insert() + ";" + disposal().insert());
}

TEST_CASE_TEMPLATE("the schema refuses bad accounts and imports", Where, PF_BACKENDS)
{
    Filled filled{Where::backend};
    for (auto const& [column, value] :
         {Bad{"name", "''"}, Bad{"name", "'main'"}, Bad{"name", "NULL"}, Bad{"base_currency", "'eur'"},
          Bad{"base_currency", "'EU'"}, Bad{"base_currency", "'ABCDEFGHIJK'"}, Bad{"base_currency", "'1EU'"},
          Bad{"base_currency", "'EU R'"}, Bad{"booking_method", "'FIFO'"}, Bad{"booking_method", "'best'"},
          Bad{"data_version", "-1"}, Bad{"id", "1"}}) {
        filled.check_refuses(account().insert(column, value));
    }
    for (auto const& [column, value] :
         {Bad{"id", "0"}, Bad{"id", "1"}, Bad{"file_sha256", "'abc'"}, Bad{"rows_read", "2"}, Bad{"rows_inserted", "2"},
          Bad{"import_timestamp", "'soon'"}, Bad{"format", "NULL"}}) {
        filled.check_refuses(import().insert(column, value));
    }
    auto negative = import();
    negative.values[6].second = "2";
    filled.check_refuses(negative.insert("rows_duplicate", "-1"));
    auto capitals = std::string(64, 'A');
    filled.check_refuses(import().insert("file_sha256", "'" + capitals + "'"));
}

TEST_CASE_TEMPLATE("the schema refuses bad transactions", Where, PF_BACKENDS)
{
    Filled filled{Where::backend};
    auto const row = transaction(Where::backend);
    for (auto const& [column, value] : {Bad{"id", "0"},
                                        Bad{"id", "1"},
                                        Bad{"line_no", "-1"},
                                        Bad{"transaction_date", "'2024-01-02T03:04:05.123456789012Zx'"},
                                        Bad{"transaction_date", "NULL"},
                                        Bad{"fingerprint", "NULL"},
                                        Bad{"date_only", "NULL"},
                                        Bad{"transaction_type", "'buy'"},
                                        Bad{"transaction_type", "'STEAL'"},
                                        Bad{"asset_type", "'stock'"},
                                        Bad{"ticker", "''"},
                                        Bad{"ticker", "NULL"},
                                        Bad{"quantity", "'-1'"},
                                        Bad{"quantity", "'0'"},
                                        Bad{"quantity", "NULL"},
                                        Bad{"quantity", "'NaN'"},
                                        Bad{"price", "'-1'"},
                                        Bad{"price", "'NaN'"},
                                        Bad{"total_amount", "'-1'"},
                                        Bad{"fee", "'-1'"},
                                        Bad{"fee", "NULL"},
                                        Bad{"fx_rate", "'0'"},
                                        Bad{"fx_rate", "'-1'"},
                                        Bad{"currency", "'eur'"},
                                        Bad{"currency", "'EU'"},
                                        Bad{"currency", "'ABCDEFGHIJK'"},
                                        Bad{"currency", "NULL"},
                                        Bad{"split_numerator", "2"},
                                        Bad{"split_denominator", "2"},
                                        Bad{"counter_account_id", "2"}}) {
        filled.check_refuses(row.insert(column, value));
    }
    filled.check_refuses(row.insert("raw_description", "'" + std::string(501, 'x') + "'"));
    filled.check_accepts(row.insert("raw_description", "'" + std::string(500, 'x') + "'"));
}

TEST_CASE_TEMPLATE("a transaction without a ticker moves cash only", Where, PF_BACKENDS)
{
    Filled filled{Where::backend};
    auto row = transaction(Where::backend);
    row.values[12].second = "NULL";
    for (auto const* const type :
         {"'DIVIDEND'", "'INTEREST'", "'FEE'", "'TAX'", "'DEPOSIT'", "'WITHDRAWAL'", "'TAX_REFUND'", "'FEE_REFUND'"}) {
        filled.check_accepts(row.insert("transaction_type", type));
    }
    for (auto const* const type :
         {"'BUY'", "'SELL'", "'STAKING'", "'AIRDROP'", "'MINING'", "'TRANSFER_IN'", "'TRANSFER_OUT'", "'SPLIT'"}) {
        filled.check_refuses(row.insert("transaction_type", type));
    }
}

TEST_CASE_TEMPLATE("a split has a ratio or says how many units were added, never both", Where, PF_BACKENDS)
{
    Filled filled{Where::backend};
    auto const split = [&](char const* quantity, char const* numerator, char const* denominator) {
        auto row = transaction(Where::backend);
        row.values[6].second = numerator;
        row.values[7].second = denominator;
        row.values[13].second = quantity;
        return row.insert("transaction_type", "'SPLIT'");
    };
    filled.check_accepts(split("'0'", "3", "2"));
    filled.check_accepts(split("'5'", "NULL", "NULL"));
    filled.check_refuses(split("'5'", "3", "2"));
    filled.check_refuses(split("'0'", "NULL", "NULL"));
    filled.check_refuses(split("'0'", "3", "NULL"));
    filled.check_refuses(split("'0'", "0", "2"));
    filled.check_refuses(split("'0'", "3", "-2"));
}

TEST_CASE_TEMPLATE("only transfers name another account, and not their own", Where, PF_BACKENDS)
{
    Filled filled{Where::backend};
    auto row = transaction(Where::backend);
    row.values[8].second = "2";
    filled.check_accepts(row.insert("transaction_type", "'TRANSFER_IN'"));
    filled.check_accepts(row.insert("transaction_type", "'TRANSFER_OUT'"));
    filled.check_refuses(row.insert("transaction_type", "'DEPOSIT'"));
    row.values[8].second = "1";
    filled.check_refuses(row.insert("transaction_type", "'TRANSFER_IN'"));
}

TEST_CASE_TEMPLATE("a conversion names the other instrument, and a share of the cost between 0 and 1", Where,
                   PF_BACKENDS)
{
    Filled filled{Where::backend};
    auto const conversion = [](char const* type, char const* other, char const* quantity, char const* share) {
        auto row = transaction(Where::backend);
        row.values[13].second = quantity;
        row.values.emplace_back("counter_ticker", other);
        row.values.emplace_back("cost_share", share);
        return row.insert("transaction_type", type);
    };
    filled.check_accepts(conversion("'CONVERT_OUT'", "'B'", "'5'", "NULL"));
    filled.check_accepts(conversion("'CONVERT_OUT'", "'B'", "'0'", "'0.05'"));
    filled.check_accepts(conversion("'CONVERT_OUT'", "'B'", "'5'", "'1'"));
    filled.check_accepts(conversion("'CONVERT_IN'", "'B'", "'5'", "NULL"));
    filled.check_refuses(conversion("'CONVERT_OUT'", "'B'", "'0'", "NULL"));
    filled.check_refuses(conversion("'CONVERT_IN'", "'B'", "'0'", "NULL"));
    filled.check_refuses(conversion("'CONVERT_OUT'", "NULL", "'5'", "NULL"));
    filled.check_refuses(conversion("'CONVERT_OUT'", "''", "'5'", "NULL"));
    filled.check_refuses(conversion("'CONVERT_OUT'", "'A'", "'5'", "NULL"));
    filled.check_refuses(conversion("'CONVERT_OUT'", "'B'", "'5'", "'1.000000000000000001'"));
    filled.check_refuses(conversion("'CONVERT_OUT'", "'B'", "'5'", "'-0.1'"));
    filled.check_refuses(conversion("'CONVERT_IN'", "'B'", "'5'", "'0.5'"));
    filled.check_refuses(conversion("'BUY'", "'B'", "'5'", "NULL"));
    filled.check_refuses(conversion("'SELL'", "NULL", "'5'", "'0.5'"));
}

TEST_CASE_TEMPLATE("returned capital and reinvested income move no units; what expires does", Where, PF_BACKENDS)
{
    Filled filled{Where::backend};
    auto row = transaction(Where::backend);
    row.values[13].second = "'0'";
    filled.check_accepts(row.insert("transaction_type", "'RETURN_OF_CAPITAL'"));
    filled.check_accepts(row.insert("transaction_type", "'NOTIONAL_DISTRIBUTION'"));
    filled.check_accepts(row.insert("transaction_type", "'TAX_REFUND'"));
    filled.check_refuses(row.insert("transaction_type", "'EXPIRE'"));
    filled.check_accepts(transaction(Where::backend).insert("transaction_type", "'EXPIRE'"));
}

TEST_CASE_TEMPLATE("the schema holds 0 <= remaining <= quantity of lots, digit by digit", Where, PF_BACKENDS)
{
    Filled filled{Where::backend};
    struct Pair {
        char const* quantity;
        char const* remaining;
        bool good;
    };
    for (auto const& [quantity, remaining, good] : {
             Pair{"10", "10", true},
             Pair{"10", "0", true},
             Pair{"10", "9.999999999999999999", true},
             Pair{"10", "10.000000000000000001", false},
             Pair{"10", "9", true},
             Pair{"9", "10", false},
             Pair{"100", "99", true},
             Pair{"99.5", "100", false},
             Pair{"0.5", "0.45", true},
             Pair{"0.45", "0.5", false},
             Pair{"0.000000000000000002", "0.000000000000000001", true},
             Pair{"0.000000000000000001", "0.000000000000000002", false},
             Pair{"99999999999999999999.999999999999999999", "99999999999999999999.999999999999999998", true},
             Pair{"10", "-1", false},
             Pair{"0", "0", false},
             Pair{"-10", "-10", false},
             Pair{"NaN", "NaN", false},
         }) {
        auto row = lot();
        row.values[5].second = std::string{"'"} + quantity + "'";
        auto const statement = row.insert("remaining_quantity", std::string{"'"} + remaining + "'");
        good ? filled.check_accepts(statement) : filled.check_refuses(statement);
    }
}

TEST_CASE("on SQLite, the quantities of a lot are canonical text")
{
    Filled filled{db::Backend::sqlite};
    for (auto const* const text :
         {"'010'", "'10.'", "'10.0'", "'10.50'", "'.5'", "'00'", "'1e1'", "'1.2.3'", "'+1'", "' 1'", "'1 '", "'1,5'",
          "''", "'123456789012345678901'", "'0.1234567890123456789'", "x'3130'", "'abc'", "'0x10'"}) {
        filled.check_refuses(lot().insert("quantity", text));
        auto row = lot();
        row.values[5].second = "'99999999999999999999'";
        filled.check_refuses(row.insert("remaining_quantity", text));
    }
    CHECK(
        filled.temporary.value("SELECT 'is text' WHERE (SELECT typeof(quantity) FROM transactions LIMIT 1) = 'text'"));
}

TEST_CASE_TEMPLATE("the schema refuses bad positions, lots and disposals", Where, PF_BACKENDS)
{
    Filled filled{Where::backend};
    for (auto const& [column, value] :
         {Bad{"account_id", "NULL"}, Bad{"ticker", "''"}, Bad{"ticker", "'A'"}, Bad{"asset_type", "'HOUSE'"},
          Bad{"currency", "'eur'"}, Bad{"quantity", "NULL"}, Bad{"total_cost", "'-1'"}, Bad{"total_cost_base", "'-1'"},
          Bad{"last_price", "'-1'"}, Bad{"last_transaction_date", "'2024-01-02T03:04:04.999999Z'"},
          Bad{"first_transaction_date", "'2024-1-2'"}}) {
        if (Where::backend == db::Backend::postgresql && std::string_view{column} == "first_transaction_date") {
            continue; // a date that PostgreSQL reads
        }
        filled.check_refuses(position().insert(column, value));
    }
    for (auto const& [column, value] :
         {Bad{"lot_no", "-1"}, Bad{"purchase_price", "'-1'"}, Bad{"total_cost", "'-1'"}, Bad{"total_cost_base", "'-1'"},
          Bad{"remaining_cost", "'-1'"}, Bad{"remaining_cost_base", "'-1'"}, Bad{"purchase_date", "'soon'"}}) {
        filled.check_refuses(lot().insert(column, value));
    }
    for (auto const& [column, value] :
         {Bad{"quantity", "NULL"}, Bad{"quantity", "'-1'"}, Bad{"cost_basis", "'-1'"}, Bad{"cost_basis_base", "'-1'"},
          Bad{"realized_pl", "NULL"}, Bad{"proceeds", "NULL"}, Bad{"proceeds_base", "NULL"},
          Bad{"realized_pl_base", "NULL"}, Bad{"term", "'long'"}, Bad{"disposal_date", "'soon'"},
          Bad{"purchase_date", "'soon'"}}) {
        filled.check_refuses(lot().insert() + ";" + disposal().insert(column, value));
    }
    filled.check_accepts(lot().insert() + ";" +
                         disposal().insert("quantity", "'0'")); // capital returned beyond the cost
}

TEST_CASE_TEMPLATE("what is owed is below nothing, and its lots are of the other side", Where, PF_BACKENDS)
{
    Filled filled{Where::backend};
    auto owed = position();
    for (auto& [column, value] : owed.values) {
        value = column == "ticker" ? "'B'" : column == "quantity" || column.starts_with("total_cost") ? "'-5'" : value;
    }
    filled.check_accepts(owed.insert());
    filled.check_refuses(owed.insert("quantity", "'5'"));
    auto lot_of_sale = lot();
    for (auto& [column, value] : lot_of_sale.values) {
        value = column.find("cost") != std::string::npos ? "'-0.5'" : value;
    }
    filled.check_refuses(lot_of_sale.insert());
    lot_of_sale.values.emplace_back("side", "'SHORT'");
    filled.check_accepts(lot_of_sale.insert());
    filled.check_refuses(lot_of_sale.insert("side", "'short'"));
    filled.check_refuses(lot_of_sale.insert("side", "NULL"));
}

TEST_CASE("on PostgreSQL, a realized gain is proceeds minus cost")
{
    Filled filled{db::Backend::postgresql};
    filled.check_refuses(lot().insert() + ";" + disposal().insert("realized_pl", "'2.000000000000000001'"));
    filled.check_refuses(lot().insert() + ";" + disposal().insert("realized_pl_base", "'-2'"));
}

TEST_CASE_TEMPLATE("the schema refuses bad prices, rates and snapshots", Where, PF_BACKENDS)
{
    Filled filled{Where::backend};
    for (auto const& [column, value] :
         {Bad{"ticker", "''"}, Bad{"date", "'soon'"}, Bad{"source", "NULL"}, Bad{"open_price", "'-1'"},
          Bad{"high_price", "'-1'"}, Bad{"low_price", "'-1'"}, Bad{"close_price", "'-1'"}, Bad{"close_price", "NULL"},
          Bad{"volume", "'-1'"}, Bad{"currency", "'eur'"}}) {
        filled.check_refuses(price().insert(column, value));
    }
    for (auto const& [column, value] :
         {Bad{"base", "'usd'"}, Bad{"quote", "'eur'"}, Bad{"quote", "'USD'"}, Bad{"date", "'soon'"}, Bad{"rate", "'0'"},
          Bad{"rate", "'-1'"}, Bad{"rate", "NULL"}}) {
        filled.check_refuses(rate().insert(column, value));
    }
    for (auto const& [column, value] :
         {Bad{"snapshot_date", "'soon'"}, Bad{"base_currency", "'eur'"}, Bad{"unpriced", "-1"},
          Bad{"positions_json", "'{}'"}, Bad{"positions_json", "'x'"}, Bad{"superseded", "'{}'"}}) {
        filled.check_refuses(snapshot().insert(column, value));
    }
}

TEST_CASE("on PostgreSQL, NaN is no amount")
{
    Filled filled{db::Backend::postgresql};
    for (auto const* const column : {"quantity", "price", "total_amount", "fee", "fx_rate"}) {
        filled.check_refuses(transaction(db::Backend::postgresql).insert(column, "'NaN'"));
    }
    for (auto const* const column :
         {"purchase_price", "total_cost", "total_cost_base", "remaining_cost", "remaining_cost_base"}) {
        filled.check_refuses(lot().insert(column, "'NaN'"));
    }
    for (auto const* const column : {"open_price", "high_price", "low_price", "close_price", "volume"}) {
        filled.check_refuses(price().insert(column, "'NaN'"));
    }
    filled.check_refuses(rate().insert("rate", "'NaN'"));
}

TEST_CASE_TEMPLATE("the views show what the tables hold, by the account's name", Where, PF_BACKENDS)
{
    Filled filled{Where::backend};
    filled.temporary.run("BEGIN;" + lot().insert() + ";" + disposal().insert() + ";" + snapshot().insert() +
                         "; COMMIT");
    auto const one = [&](std::string const& sql) { return filled.temporary.value(sql); };
    CHECK(one("SELECT account FROM holdings WHERE ticker = 'A'") == "main");
    CHECK(one("SELECT account FROM open_lots WHERE ticker = 'A' AND currency = 'EUR'") == "main");
    CHECK(one("SELECT term FROM realized_gains WHERE account = 'main' AND base_currency = 'EUR'") == "SHORT");
    CHECK(one("SELECT base_currency FROM daily_value WHERE account = 'main'") == "EUR");
    filled.temporary.run("UPDATE lots SET remaining_quantity = '0'; UPDATE positions SET quantity = '0'");
    CHECK(!one("SELECT account FROM holdings"));
    CHECK(!one("SELECT account FROM open_lots"));
}

TEST_CASE("on PostgreSQL, every index of ours that is not a primary key says which query needs it")
{
    TempDatabase temporary{db::Backend::postgresql};
    CHECK(!temporary.value(
        "SELECT CAST(i.indexrelid::regclass AS TEXT) FROM pg_index AS i JOIN pg_class AS t ON t.oid = i.indrelid "
        "WHERE t.relnamespace = 'public'::regnamespace AND NOT i.indisprimary "
        "AND obj_description(i.indexrelid, 'pg_class') IS NULL"));
}

TEST_CASE("on PostgreSQL, every key and every index of what accounts own leads with the account")
{
    TempDatabase temporary{db::Backend::postgresql};
    CHECK(temporary.value("SELECT string_agg(DISTINCT CAST(i.indexrelid::regclass AS TEXT), ' ') FROM pg_index AS i "
                          "JOIN pg_class AS t ON t.oid = i.indrelid "
                          "JOIN pg_attribute AS a ON a.attrelid = t.oid AND a.attnum = i.indkey[0] "
                          "WHERE t.relnamespace = 'public'::regnamespace AND a.attname <> 'account_id' "
                          "AND t.relname NOT IN ('accounts', 'account_names', 'instruments', 'instrument_names', "
                          "'instrument_tags', 'price_history', 'fx_rates')") == "idx_transactions_import");
}

TEST_CASE("on PostgreSQL, no index but the primary key can be used where only the account fits")
{
    TempDatabase temporary{db::Backend::postgresql};
    CHECK(!temporary.value("SELECT CAST(i.indexrelid::regclass AS TEXT) FROM pg_index AS i "
                           "JOIN pg_class AS t ON t.oid = i.indrelid "
                           "JOIN pg_attribute AS a ON a.attrelid = t.oid AND a.attnum = i.indkey[0] "
                           "JOIN pg_attribute AS b ON b.attrelid = t.oid AND b.attnum = i.indkey[1] "
                           "WHERE t.relnamespace = 'public'::regnamespace AND a.attname = 'account_id' "
                           "AND NOT i.indisprimary AND COALESCE(pg_get_expr(i.indpred, i.indrelid), '') NOT IN "
                           "(format('(%I IS NOT NULL)', b.attname), '(ticker IS NULL)', "
                           "'(counter_account_id IS NOT NULL)', '(counter_ticker IS NOT NULL)')"));
}
