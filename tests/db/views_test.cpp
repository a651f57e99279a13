// The views say what the commands say, to the last digit.
#include "pf/jobs/ledger/instruments.hpp"
#include "pf/jobs/positions/allocation_command.hpp"
#include "pf/jobs/positions/payments.hpp"
#include "pf/jobs/positions/positions_command.hpp"
#include "pf/jobs/snapshot/snapshot_command.hpp"

#include "db/random_history.hpp"

#include <nlohmann/json.hpp>

#include <functional>
#include <iterator>

using namespace pf;
using namespace pf::test;

namespace {

using Lines = std::multiset<std::string>;
using Ask = std::function<void(cli::Common const&, std::ostream&)>;
using Columns = std::vector<std::string>;

nlohmann::json document_of(Ask const& ask, std::string const& account = {})
{
    cli::Common common;
    common.output.format = OutputFormat::json;
    if (!account.empty()) {
        common.account = account;
    }
    std::ostringstream out;
    ask(common, out);
    return nlohmann::json::parse(out.str());
}

std::string text_of(nlohmann::json const& value)
{
    return value.is_null() ? "?" : value.is_string() ? value.get<std::string>() : value.dump();
}

/// `before` and these columns of each row.
Lines lines_of(nlohmann::json const& rows, Columns const& columns, std::string const& before = {})
{
    Lines lines;
    for (auto const& row : rows) {
        auto line = before;
        for (auto const& column : columns) {
            line += text_of(row.at(column)) + "|";
        }
        lines.insert(line);
    }
    return lines;
}

/// \param from  `VIEW WHERE …`; `#` before a column: it is a number
Lines lines_of_view(Workbench& bench, std::string const& from, Columns const& columns)
{
    std::string on_postgresql;
    std::string on_sqlite;
    for (auto const& column : columns) {
        auto const is_number = column.starts_with('#');
        auto const name = is_number ? column.substr(1) : column;
        auto const text = "COALESCE(CAST(" + name + " AS TEXT), '?') || '|'";
        auto const trimmed = "COALESCE(CAST(trim_scale(" + name + ") AS TEXT), '?') || '|'";
        on_postgresql += (on_postgresql.empty() ? "" : " || ") + (is_number ? trimmed : text);
        on_sqlite += (on_sqlite.empty() ? "" : " || ") + text;
    }
    Lines lines;
    auto const rows = bench.temporary().driver().read(
        {"test", "SELECT " + on_postgresql + " FROM " + from, "SELECT " + on_sqlite + " FROM " + from}, {});
    while (rows->next()) {
        lines.emplace(rows->text());
    }
    return lines;
}

/// What only one of them has.
std::string difference(std::string const& what, Lines const& view, Lines const& command)
{
    std::string text;
    auto const add_missing = [&](Lines const& of, Lines const& in, char const* sign) {
        for (auto const& line : of) {
            if (of.count(line) != in.count(line)) {
                text += what + " " + sign + " " + line + "\n";
            }
        }
    };
    add_missing(view, command, "only the view:");
    add_missing(command, view, "only the command:");
    return text;
}

std::vector<model::Account> accounts(Workbench& bench)
{
    return db::AccountStore{bench.database()}.list();
}

std::string without_numbers_sign(std::string column)
{
    return column.starts_with('#') ? column.substr(1) : column;
}

Columns named(Columns columns)
{
    std::ranges::transform(columns, columns.begin(), without_numbers_sign);
    return columns;
}

Ask positions(Workbench& bench)
{
    return [&](cli::Common const& common, std::ostream& out) {
        static_cast<void>(jobs::show_positions(bench.database(), common, {}, out));
    };
}

std::string on_holdings(Workbench& bench)
{
    Columns const columns{"account",
                          "ticker",
                          "name",
                          "asset_type",
                          "#quantity",
                          "#avg_cost_basis",
                          "#total_cost",
                          "#last_price",
                          "#market_value",
                          "#unrealized_pl",
                          "#realized_pl",
                          "#income",
                          "#fees",
                          "currency",
                          "#total_cost_base",
                          "#market_value_base",
                          "#unrealized_pl_base",
                          "#realized_pl_base",
                          "#income_base",
                          "base_currency"};
    auto held = nlohmann::json::array();
    auto cash = nlohmann::json::array();
    auto const document = document_of(positions(bench));
    for (auto const& row : document.at("positions")) {
        (row.at("asset_type") == "CASH" ? cash : held).push_back(row);
    }
    return difference("holdings", lines_of_view(bench, "holdings", columns), lines_of(held, named(columns))) +
           difference(
               "cash_held",
               lines_of_view(bench, "cash_held", {"account", "currency", "#balance", "base_currency", "#balance_base"}),
               lines_of(cash, {"account", "ticker", "quantity", "base_currency", "market_value_base"}));
}

std::string quoted(std::string const& text)
{
    auto doubled = text;
    for (auto at = doubled.find('\''); at != std::string::npos; at = doubled.find('\'', at + 2)) {
        doubled.insert(at, 1, '\'');
    }
    return "'" + doubled + "'";
}

std::string on_income(Workbench& bench)
{
    Columns const figures{"dividends", "interest", "rewards", "gross", "tax_withheld", "net"};
    std::string text;
    for (auto const& account : accounts(bench)) {
        auto const base = std::string{account.base_currency.code()};
        auto const document = document_of(
            [&](cli::Common const& common, std::ostream& out) {
                static_cast<void>(jobs::show_income(bench.database(), common, {"month", {}, {}, base}, out));
            },
            account.name);
        Columns of_view{"to_char(month, 'YYYY-MM')", "currency", "base_currency"};
        Columns of_command{"group", "currency", "total_currency"};
        for (auto const& figure : figures) {
            of_view.insert(of_view.end(), {"#" + figure, "#" + figure + "_base"});
            of_command.insert(of_command.end(), {figure, figure + "_total"});
        }
        text += difference("income_by_month of " + account.name,
                           lines_of_view(bench, "income_by_month WHERE account = " + quoted(account.name), of_view),
                           lines_of(document.at("income"), of_command));
    }
    return text;
}

std::string on_allocation(Workbench& bench, std::string const& account, std::string const& currency,
                          std::string const& by)
{
    jobs::AllocationWords wanted;
    wanted.by = by;
    wanted.in = currency;
    auto const document = document_of(
        [&](cli::Common const& common, std::ostream& out) {
            static_cast<void>(jobs::show_allocation(bench.database(), common, {}, wanted, out));
        },
        account);
    auto const scope = account.empty() ? "account IS NULL" : "account = " + quoted(account);
    return difference("allocation of " + account + " in " + currency + " by " + by,
                      lines_of_view(bench,
                                    "allocation WHERE " + scope + " AND currency = " + quoted(currency) +
                                        " AND grouped_by = " + quoted(by),
                                    {"group_name", "#market_value", "#weight"}),
                      lines_of(document.at("allocation"), {"group", "market_value", "weight"}));
}

std::string on_allocation(Workbench& bench)
{
    std::string text;
    for (auto const* const by : {"account", "asset_type", "currency", "ticker", "region", "core"}) {
        for (auto const& account : accounts(bench)) {
            auto const currency = std::string{account.base_currency.code()};
            text += on_allocation(bench, account.name, currency, by);
            if (bench.number("SELECT COUNT(*) FROM allocation WHERE account = " + quoted(account.name)) > 0) {
                text += on_allocation(bench, {}, currency, by);
            }
        }
    }
    return text;
}

std::optional<Decimal> sum(std::optional<Decimal> left, nlohmann::json const& right)
{
    return left && !right.is_null() ? std::optional{*left + money::parse_decimal(right.get<std::string>())->value}
                                    : std::nullopt;
}

/// The rows of a year added up by term and currency.
std::string on_realized(Workbench& bench)
{
    Columns const figures{"proceeds",      "cost_basis",      "realized_pl",
                          "proceeds_base", "cost_basis_base", "realized_pl_base"};
    std::map<std::string, std::map<std::string, std::optional<Decimal>>> sums;
    auto const document = document_of([&](cli::Common const& common, std::ostream& out) {
        static_cast<void>(jobs::show_realized(bench.database(), common, {}, out));
    });
    for (auto const& row : document.at("disposals")) {
        auto const term = row.at("term").get<std::string>() == "long" ? "LONG" : "SHORT";
        auto const key = text_of(row.at("account")) + "|" + text_of(row.at("disposal_date")).substr(0, 4) + "|" + term +
                         "|" + text_of(row.at("currency")) + "|" + text_of(row.at("base_currency")) + "|";
        for (auto const& figure : figures) {
            auto& total = sums[key].try_emplace(figure, Decimal{}).first->second;
            total = sum(total, row.at(figure));
        }
    }
    Lines command;
    for (auto const& [key, totals] : sums) {
        auto line = key;
        for (auto const& figure : figures) {
            line += (totals.at(figure) ? totals.at(figure)->to_text() : "?") + "|";
        }
        command.insert(line);
    }
    Columns columns{"account", "year", "term", "currency", "base_currency"};
    std::ranges::transform(figures, std::back_inserter(columns), [](auto const& figure) { return "#" + figure; });
    return difference("realized_by_year", lines_of_view(bench, "realized_by_year", columns), command);
}

std::string on_daily_value(Workbench& bench)
{
    Columns const columns{"snapshot_date", "#total_value",   "#market_value", "#cash_balance",
                          "#total_cost",   "#unrealized_pl", "#realized_pl",  "#income",
                          "#net_flows",    "unpriced",       "unknown_cost"};
    std::string text;
    for (std::string const currency : {"EUR", "USD"}) {
        auto const document = document_of([&](cli::Common const& common, std::ostream& out) {
            static_cast<void>(jobs::list_snapshots(bench.database(), common, {{}, {}, {}, false, currency}, out));
        });
        auto totals = nlohmann::json::array();
        for (auto const& row : document.at("snapshots")) {
            if (row.at("account").is_null()) {
                totals.push_back(row);
            }
        }
        if (totals.empty()) { // of one account in its own currency, whose rows are all there is
            totals = document.at("snapshots");
        }
        auto const view = lines_of_view(bench, "daily_value_of_all WHERE currency = " + quoted(currency), columns);
        if (!view.empty()) {
            text += difference("daily_value_of_all in " + currency, view, lines_of(totals, named(columns)));
        }
    }
    return text;
}

/// Empty: all views say what the commands say.
std::string differences(Workbench& bench)
{
    auto text = on_holdings(bench);
    if (bench.database().backend() == db::Backend::postgresql) {
        text += on_income(bench) + on_allocation(bench) + on_realized(bench) + on_daily_value(bench);
    }
    return text;
}

/// As the role that reads has it: to compile such a query takes many times as long as to run it.
void without_jit(Workbench& bench)
{
    if (bench.database().backend() == db::Backend::postgresql) {
        bench.temporary().run("SET jit = off");
    }
}

void take(Workbench& bench, std::string const& day)
{
    jobs::TakeWords words;
    words.date = day;
    std::ostringstream out;
    static_cast<void>(jobs::take_snapshots(bench.database(), {}, words, out));
}

void tag(Workbench& bench, std::string const& ticker, std::string const& words)
{
    static_cast<void>(jobs::set_instrument(bench.database(), {ticker, {}, {}, {{"tags", words}}, false}));
}

constexpr std::string_view rows =
    "date,type,ticker,quantity,price,fee,currency,account,total,asset_type\n"
    "2023-12-30,DEPOSIT,,,,,EUR,\"o'brien \"\"q\"\"\",5000,\n"
    "2023-12-30,DEPOSIT,,,,,USD,\"o'brien \"\"q\"\"\",777.77,\n"
    "2023-12-31,BUY,AAA,7,13.37,1,EUR,\"o'brien \"\"q\"\"\",,ETF\n"
    "2024-01-31,DIVIDEND,AAA,,,,USD,\"o'brien \"\"q\"\"\",3.33,\n"
    "2024-01-31,TAX,AAA,,,,USD,\"o'brien \"\"q\"\"\",0.5,\n"
    "2024-01-31,TAX,BBB,,,,USD,\"o'brien \"\"q\"\"\",0.7,\n"
    "2024-02-01,INTEREST,,,,,CHF,\"o'brien \"\"q\"\"\",1.01,\n"
    "2024-02-01,TAX,,,,,EUR,\"o'brien \"\"q\"\"\",9.99,\n"
    "2024-02-02,STAKING,COIN,0.1,,,EUR,\"o'brien \"\"q\"\"\",,CRYPTO\n"
    "2024-02-03,STAKING,COIN,0.1,3.333333333333333333,,EUR,\"o'brien \"\"q\"\"\",,CRYPTO\n"
    "2024-02-04,SELL,AAA,2,15,1,EUR,\"o'brien \"\"q\"\"\",,ETF\n"
    "2024-02-04,TAX,AAA,,,,EUR,\"o'brien \"\"q\"\"\",2,ETF\n"
    "2024-01-01T03:30:00Z,BUY,BBB,3,11.11,1,USD,us,,STOCK\n"
    "2025-01-01T03:30:00Z,SELL,BBB,1,12.34,1,USD,us,,STOCK\n"
    "2025-01-01T03:30:00Z,DIVIDEND,BBB,,,,USD,us,0.77,\n"
    "2024-01-05,BUY,DDD,1,5,0,USD,us,,STOCK\n"
    "2024-01-05,BUY,EEE,2.5,1000,0,JPY,us,,BOND\n";

} // namespace

TEST_CASE_TEMPLATE("every view says what its command says, whatever accounts, currencies and prices there are", Where,
                   PF_BACKENDS)
{
    Workbench bench{Where::backend};
    without_jit(bench);
    bench.add_account("o'brien \"q\"", "EUR");
    bench.add_account("us", "USD");
    bench.temporary().run("UPDATE accounts SET time_zone = 'America/New_York' WHERE name = 'us'");
    bench.import_all({bench.write("rows.csv", rows),
                      bench.write("prices.csv", "date,ticker,close,currency\n2024-01-31,AAA,14.143,EUR\n"
                                                "2024-01-31,BBB,12.1212,EUR\n2024-02-29,EEE,1001.5,JPY\n"
                                                "2024-02-29,COIN,3.1,CHF\n2099-01-01,AAA,99,EUR\n"),
                      bench.write("rates.csv", "date,base,quote,rate\n2024-01-01,EUR,USD,1.1037\n"
                                               "2024-01-31,EUR,USD,1.0837\n2024-01-31,EUR,CHF,0.9333\n"
                                               "2024-01-01,USD,JPY,141.77\n2099-01-01,EUR,USD,2\n")});
    tag(bench, "AAA", "region=us:0.6,eu:0.333333333333333333;core");
    tag(bench, "BBB", "region=us");
    for (auto const* const day : {"2024-01-15", "2024-01-31", "2024-02-29", "2025-01-02"}) {
        take(bench, day);
    }
    CHECK(differences(bench) == "");
    SUBCASE("every value is known")
    {
        bench.import_all({bench.write("more.csv", "date,ticker,close,currency\n2024-03-29,DDD,5.55,USD\n")});
        CHECK(differences(bench) == "");
    }
    SUBCASE("newer rates")
    {
        bench.import_all({bench.write("more.csv", "date,base,quote,rate\n2024-03-29,EUR,USD,1.0789\n"
                                                  "2024-03-29,JPY,EUR,0.0061\n")});
        CHECK(differences(bench) == "");
    }
    SUBCASE("after an undo")
    {
        static_cast<void>(jobs::undo_import(bench.database(), 1));
        CHECK(differences(bench) == "");
    }
}

TEST_CASE_TEMPLATE("after any history every view says what its command says", Where, PF_BACKENDS)
{
    Workbench bench{Where::backend};
    without_jit(bench);
    bench.add_account("ira", "USD", model::BookingMethod::average);
    tag(bench, "AAA", "region=us:0.1,eu:0.333333333333333333;core");
    check_some([&] {
        static_cast<void>(any_history(bench));
        import_any_prices(bench);
        take(bench, "2024-02-10");
        take(bench, "2024-02-20");
        RC_ASSERT(differences(bench) == "");
    });
}

TEST_CASE("on PostgreSQL every table, view and column says what it holds, and who may read tables may read views")
{
    Workbench bench{db::Backend::postgresql};
    CHECK(!bench.temporary().value(
        "SELECT CAST(c.oid::regclass AS TEXT) || COALESCE('.' || a.attname, '') FROM pg_class AS c "
        "LEFT JOIN LATERAL (SELECT n.attname, n.attnum FROM pg_attribute AS n WHERE n.attrelid = c.oid AND n.attnum > "
        "0 "
        "AND NOT n.attisdropped UNION ALL SELECT NULL, 0) AS a ON true "
        "WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'v') "
        "AND NULLIF(CASE a.attnum WHEN 0 THEN obj_description(c.oid, 'pg_class') ELSE col_description(c.oid, a.attnum) "
        "END, '') "
        "IS NULL ORDER BY 1 LIMIT 1"));
}
