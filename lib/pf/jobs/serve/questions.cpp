#include "pf/jobs/serve/questions.hpp"

#include "pf/base/text.hpp"
#include "pf/jobs/import/import_admin.hpp"
#include "pf/jobs/ledger/instruments.hpp"
#include "pf/jobs/ledger/ledger_command.hpp"
#include "pf/jobs/ledger/transactions.hpp"
#include "pf/jobs/prices/fetch.hpp"
#include "pf/jobs/prices/stored.hpp"
#include "pf/jobs/serve/parameter_kinds.hpp"
#include "pf/jobs/serve/parts.hpp"
#include "pf/jobs/serve/question_groups.hpp"
#include "pf/jobs/snapshot/check.hpp"
#include "pf/jobs/snapshot/diff.hpp"
#include "pf/jobs/snapshot/plot.hpp"
#include "pf/jobs/snapshot/returns.hpp"
#include "pf/jobs/snapshot/snapshot_command.hpp"
#include "pf/report/imports.hpp"

#include <utility>

namespace pf::jobs::serve {

namespace {

cli::Outcome ask_transactions(db::Database& database, cli::Common const& common, Values const& values,
                              std::ostream& out)
{
    ListWords words{values.texts("ticker"), values.texts("type"), values.text("from"),
                    values.text("to"),      values.text("text"),  values.whole("import")};
    return list_transactions(database, common, words, out);
}

cli::Outcome ask_transaction(db::Database& database, cli::Common const& common, Values const& values, std::ostream& out)
{
    CorrectionWords words;
    words.id = values.text("id");
    return show_transaction(database, common, words, out);
}

cli::Outcome ask_cash(db::Database& database, cli::Common const& common, Values const& values, std::ostream& out)
{
    return show_cash(database, common, {values.text("currency"), values.text("from"), values.text("to")}, out);
}

cli::Outcome ask_imports(db::Database& database, cli::Common const& common, Values const&, std::ostream& out)
{
    report::write_imports(out, list_imports(database), common.output);
    return cli::Outcome::ok();
}

cli::Outcome ask_import(db::Database& database, cli::Common const& common, Values const& values, std::ostream& out)
{
    show_import(database, *values.whole("id"), std::nullopt, common.output, out);
    return cli::Outcome::ok();
}

SnapshotWords snapshot_words(Values const& values)
{
    return {values.text("from"), values.text("to"), values.text("date"), false, values.text("in")};
}

cli::Outcome ask_snapshots(db::Database& database, cli::Common const& common, Values const& values, std::ostream& out)
{
    return list_snapshots(database, common, snapshot_words(values), out);
}

cli::Outcome ask_snapshot(db::Database& database, cli::Common const& common, Values const& values, std::ostream& out)
{
    return show_snapshot(database, common, snapshot_words(values), out);
}

cli::Outcome ask_history(db::Database& database, cli::Common const& common, Values const& values, std::ostream& out)
{
    auto words = snapshot_words(values);
    words.history = true;
    return show_snapshot(database, common, words, out);
}

cli::Outcome ask_returns(db::Database& database, cli::Common const& common, Values const& values, std::ostream& out)
{
    ReturnsWords words;
    words.days = {values.text("from"), values.text("to")};
    words.by = values.has("by") ? values.text("by") : words.by;
    words.in = values.text("in");
    words.benchmark = values.text("benchmark");
    return show_returns(database, common, words, out);
}

cli::Outcome ask_diff(db::Database& database, cli::Common const& common, Values const& values, std::ostream& out)
{
    return show_diff(database, common, {values.text("from"), values.text("to"), values.text("in")}, out);
}

cli::Outcome ask_plot(db::Database& database, cli::Common const& common, Values const& values, std::ostream& out)
{
    PlotWords words;
    words.days = {values.text("from"), values.text("to")};
    words.in = values.text("in");
    return show_plot(database, common, words, cli::Environment{{}}, out);
}

cli::Outcome ask_values(db::Database& database, cli::Common const& common, Values const& values, std::ostream& out,
                        bool rates)
{
    auto names = values.texts(rates ? "pair" : "ticker");
    return list_values(database, common,
                       {std::move(names), values.text("from"), values.text("to"), values.text("source"), rates, false},
                       out);
}

std::string age(Values const& values, char const* otherwise)
{
    return values.has("max-age") ? values.text("max-age") : otherwise;
}

cli::Outcome ask_whether_fresh(db::Database& database, cli::Common const& common, Values const& values,
                               std::ostream& out)
{
    CheckWords words;
    words.max_age = age(values, words.max_age.c_str());
    words.stale_after = values.whole("stale-after").value_or(words.stale_after);
    return check_snapshots(database, common, words, out);
}

std::vector<Question> about_what_there_is()
{
    return {
        {"accounts",
         "pf-ledger accounts",
         "The accounts, and how each is kept",
         Depends::on_more,
         {},
         [](auto& database, auto const& common, auto const&, auto& out) {
             return list_accounts(database, common, out);
         }},
        {"instruments",
         "pf-ledger instruments",
         "The instruments, and what sources call them",
         Depends::on_more,
         {},
         [](auto& database, auto const& common, auto const&, auto& out) {
             return list_instruments(database, common, out);
         },
         {"instruments", {"ticker"}}},
    };
}

std::vector<Question> about_transactions()
{
    return {
        {"transactions",
         "pf-ledger list",
         "Transactions, and the units held after each",
         Depends::on_more,
         joined(joined({account()}, days()), {repeated(text("ticker", "Only of these instruments")),
                                              repeated(transaction_type("type", "Only of these types")),
                                              whole("import", 1, INT64_MAX, "Only what this import brought"),
                                              text("text", "Only with this in ticker, description, note or id")}),
         ask_transactions,
         {"transactions", {"account", "transaction_id"}}},
        {"transactions/{id}",
         "pf-ledger show ID",
         "All that is known of a transaction",
         Depends::on_more,
         {required(transaction("id", "12, or ACCOUNT:12"))},
         ask_transaction},
        {"cash",
         "pf-ledger cash",
         "What moved money, and what was there after it",
         Depends::on_books,
         joined(joined({account()}, days()), {currency("currency", "Only money of this currency")}),
         ask_cash,
         {"movements",
          {"account", "transaction_id", "date", "transaction_type", "ticker", "amount", "currency"},
          true}},
        {"balances",
         "pf-ledger check",
         "Where what the sources say is held is not what is booked",
         Depends::on_more,
         {account()},
         [](auto& database, auto const& common, auto const&, auto& out) {
             return check_balances(database, common, out);
         }},
    };
}

std::vector<Question> about_imports()
{
    return {
        {"imports",
         "pf-import list",
         "What was imported, newest first",
         Depends::on_more,
         {},
         ask_imports,
         {"imports", {"import_id", "account"}}},
        {"imports/{id}",
         "pf-import show ID",
         "One import and its transactions",
         Depends::on_more,
         {required(whole("id", 1, INT64_MAX, "As the list shows it"))},
         ask_import,
         {"transactions",
          {"line_no", "transaction_date", "transaction_type", "ticker", "quantity", "total_amount", "currency"},
          true}},
    };
}

std::vector<Question> about_prices()
{
    return {
        {"prices/{ticker}",
         "pf-prices list TICKER",
         "The closes of an instrument that are stored",
         Depends::on_more,
         joined({required(text("ticker", "As the list of instruments has it"))},
                joined(days(), {text("source", "Only from there")})),
         [](auto& database, auto const& common, auto const& values, auto& out) {
             return ask_values(database, common, values, out, false);
         },
         {"prices", {"date", "ticker", "source", "currency"}, true}},
        {"fx",
         "pf-prices list --rates",
         "The exchange rates that are stored",
         Depends::on_more,
         joined({repeated(pair("pair", "Only of this pair: EUR/USD"))}, days()),
         [](auto& database, auto const& common, auto const& values, auto& out) {
             return ask_values(database, common, values, out, true);
         },
         {"rates", {"date", "base", "quote"}}},
    };
}

std::vector<Question> about_time()
{
    return {
        {"snapshots",
         "pf-snapshot list",
         "The stored values, day by day",
         Depends::on_more,
         joined(joined({account()}, days()), {in()}),
         ask_snapshots,
         {"snapshots", {"snapshot_date", "account"}}},
        {"snapshots/{date}",
         "pf-snapshot show DATE",
         "The positions, money and totals of a day",
         Depends::on_more,
         {account(), required(day("date", "Which day")), in()},
         ask_snapshot},
        {"snapshots/{date}/history",
         "pf-snapshot show DATE --history",
         "What was stored of that day before it was restated",
         Depends::on_more,
         {account(), required(day("date", "Which day"))},
         ask_history},
        {"returns", "pf-snapshot returns", "Time- and money-weighted returns, drawdown and volatility",
         Depends::on_books,
         joined(joined({account()}, days()),
                {one_of("by", {"account", "ticker", "year", "month"}, "A row per account, ticker, year or month"), in(),
                 text("benchmark", "Beside what this instrument did in the same days")}),
         ask_returns},
        {"diff",
         "pf-snapshot diff FROM TO",
         "What made the value change between two days",
         Depends::on_books,
         {account(), required(day("from", "The earlier day")), required(day("to", "The later day")), in()},
         ask_diff},
        {"plot",
         "pf-snapshot plot",
         "Value, invested money, gain and drawdown, day by day, and returns by month and year",
         Depends::on_books,
         joined(joined({account()}, days()), {in()}),
         ask_plot,
         {"days", {"day"}}},
        {"checks/snapshots",
         "pf-snapshot check",
         "How old the newest snapshot of each account is",
         Depends::on_more,
         {account(), text("max-age", "Older than this is stale: 90m, 2d"),
          whole("stale-after", 0, 10'000, "A price older than so many weekdays is stale")},
         ask_whether_fresh},
        {"checks/prices",
         "pf-prices check",
         "How old the newest prices and rates are",
         Depends::on_more,
         {text("max-age", "Older than this is old: 26h, 4d")},
         [](auto& database, auto const& common, auto const& values, auto& out) {
             return check_prices(database, common, age(values, "4d"), out);
         }},
    };
}

} // namespace

std::vector<Question> const& questions()
{
    static std::vector<Question> const all = [] {
        auto asked = questions_about_holdings();
        for (auto const& more : {questions_about_tax(), about_what_there_is(), about_transactions(), about_imports(),
                                 about_prices(), about_time()}) {
            asked.insert(asked.end(), more.begin(), more.end());
        }
        for (auto& question : asked) {
            question.parameters = joined(std::move(question.parameters),
                                         question.list.grid.empty() ? std::vector<Parameter>{} : of_part());
        }
        return asked;
    }();
    return all;
}

} // namespace pf::jobs::serve
