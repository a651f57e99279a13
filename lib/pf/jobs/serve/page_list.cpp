#include "pf/jobs/serve/page_list.hpp"

#include "pf/base/error.hpp"
#include "pf/jobs/serve/price_line.hpp"
#include "pf/web/pages.hpp"

#include <algorithm>

namespace pf::jobs::serve {

namespace {

using Kind = Parameter::Kind;

constexpr std::int64_t most_pages = 1'000'000;

Question const* question(std::string const& path)
{
    auto const found = std::ranges::find(questions(), path, &Question::path);
    if (found == questions().end()) {
        throw Error{ExitCode::internal, "no question " + path};
    }
    return &*found;
}

Parameter const& parameter(Question const& question, std::string const& name)
{
    auto const found = std::ranges::find(question.parameters, name, &Parameter::name);
    if (found == question.parameters.end()) {
        throw Error{ExitCode::internal, question.path + " has no parameter " + name};
    }
    return *found;
}

Asked ask(std::string name, std::string const& path, std::vector<std::string> passed = {})
{
    return {std::move(name), question(path), std::move(passed)};
}

Asked all_of(Asked asked)
{
    asked.is_all = true;
    return asked;
}

Asked first_rows(Asked asked)
{
    asked.rows = Asked::Rows::first;
    return asked;
}

Asked by_page(Asked asked)
{
    asked.rows = Asked::Rows::by_page;
    return asked;
}

Asked last_by_page(Asked asked)
{
    asked.rows = Asked::Rows::last_by_page;
    return asked;
}

bool has_pages(Asked const& asked)
{
    return asked.rows == Asked::Rows::by_page || asked.rows == Asked::Rows::last_by_page;
}

Asked slow(Asked asked)
{
    asked.is_slow = true;
    return asked;
}

Asked told(Asked asked, std::string const& name, std::string const& value)
{
    asked.more = [name, value](Date /*today*/) { return std::vector{std::pair{name, value}}; };
    return asked;
}

/// From so many days ago on.
Asked since_days(Asked asked, int days)
{
    asked.more = [days](Date last) {
        return std::vector{std::pair{std::string{"from"}, base::to_text(last - std::chrono::days{days})}};
    };
    return asked;
}

Date first_of_year(Date day)
{
    return std::chrono::year_month_day{day}.year() / 1 / 1;
}

Asked since_new_year(Asked asked)
{
    asked.more = [](Date today) {
        return std::vector{std::pair{std::string{"from"}, base::to_text(first_of_year(today))}};
    };
    return asked;
}

/// Those parameters of the page's questions that it has itself, as they describe them.
std::vector<Parameter> parameters_of(std::vector<Asked> const& asked)
{
    std::vector<Parameter> parameters;
    for (auto const& one : asked) {
        for (auto const& name : one.passed) {
            if (std::ranges::find(parameters, name, &Parameter::name) == parameters.end()) {
                parameters.push_back(parameter(*one.question, name));
                parameters.back().repeats = false;
                parameters.back().required = false;
                parameters.back().excludes.clear();
            }
        }
    }
    return parameters;
}

Page page(std::string path, std::string title, std::vector<Asked> asked, web::Markup (*show)(web::View const&))
{
    auto parameters = parameters_of(asked);
    if (std::ranges::any_of(asked, has_pages)) {
        Parameter before{"before", Kind::text, "The rows of a long table before that cursor"};
        before.excludes = "after";
        parameters.push_back(std::move(before));
        parameters.push_back({"after", Kind::text, "The rows of a long table behind that cursor"});
    }
    return {std::move(path), std::move(title), std::move(parameters), std::move(asked), show};
}

Page overview()
{
    auto const returns = [](char const* name) { return slow(ask(name, "returns", {"account"})); };
    constexpr int month_days = 30;
    return page("/", "Overview",
                {ask("accounts", "accounts"), all_of(ask("positions", "positions", {"account"})),
                 slow(ask("plot", "plot", {"account"})), since_days(returns("month"), month_days),
                 since_new_year(returns("year")), returns("returns")},
                web::overview);
}

Page holdings()
{
    auto made = page("/holdings", "Holdings",
                     {ask("accounts", "accounts"),
                      all_of(ask("positions", "positions", {"account", "as-of", "method", "fees", "closed"}))},
                     web::holdings);
    Parameter sort{"sort", Kind::word, "By which column; -COLUMN: from the largest down"};
    for (std::string const key : {"account", "ticker", "name", "quantity", "avg_cost_basis", "total_cost", "last_price",
                                  "price_date", "day_change", "market_value", "market_value_total", "weight",
                                  "unrealized_pl", "unrealized_ratio", "realized_pl", "income", "fees", "currency"}) {
        sort.words.push_back(key);
        sort.words.push_back("-" + key);
    }
    made.parameters.push_back(std::move(sort));
    made.parameters.push_back({"asset-type", Kind::text, "Only of this asset type"});
    made.parameters.push_back({"currency", Kind::text, "Only in this currency"});
    made.parameters.push_back({"page", Kind::whole, "Which part of a long table", {}, 1, most_pages});
    return made;
}

Page allocation()
{
    std::vector<std::string> const passed{"account", "as-of", "in"};
    auto const by = [&](char const* name, char const* what) {
        return told(ask(name, "allocation", passed), "by", what);
    };
    return page("/allocation", "Allocation",
                {ask("accounts", "accounts"), all_of(by("types", "asset_type")), by("currencies", "currency"),
                 by("spread", "account")},
                web::spread);
}

Question const& price_line()
{
    static Question const line{
        "", "", "The closes of an instrument", Depends::on_books, {{"ticker", Kind::text, "Which"}}, show_price_line};
    return line;
}

Page holding()
{
    std::vector<std::string> const passed{"account", "ticker", "as-of", "method"};
    Asked prices{"prices", &price_line(), {"ticker"}};
    auto made = page("/holdings/{ticker}", "{ticker}",
                     {ask("accounts", "accounts"), told(ask("positions", "positions", passed), "closed", "true"),
                      first_rows(ask("lots", "lots", passed)), first_rows(ask("realized", "realized", passed)),
                      last_by_page(ask("transactions", "transactions", {"account", "ticker"})), std::move(prices)},
                     web::holding);
    return made;
}

Page realized()
{
    auto years = ask("years", "realized", {"account", "method"});
    years.rows = Asked::Rows::by_year;
    return page("/realized", "Realized",
                {ask("accounts", "accounts"),
                 last_by_page(all_of(ask("realized", "realized", {"account", "year", "method"}))), std::move(years)},
                web::realized);
}

/// Without a choice, that of no country, and the calendar year.
Page tax()
{
    auto years = ask("years", "realized", {"account"});
    years.rows = Asked::Rows::by_year;
    auto made = page("/tax", "Tax year",
                     {ask("accounts", "accounts"), ask("rules", "tax/rules"),
                      first_rows(ask("tax", "tax", {"account", "rules", "year", "method", "in"})), std::move(years)},
                     web::tax);
    made.otherwise = [](std::string const& name, Date today) {
        return name == "rules"  ? std::string{"generic"}
               : name == "year" ? base::to_text(today).substr(0, 4)
                                : std::string{};
    };
    return made;
}

Page performance()
{
    std::vector<std::string> const passed{"account", "from", "to"};
    return page("/performance", "Performance",
                {ask("accounts", "accounts"), ask("plot", "plot", passed), ask("returns", "returns", passed),
                 told(ask("years", "returns", passed), "by", "year"),
                 told(ask("tickers", "returns", passed), "by", "ticker")},
                web::performance);
}

Page income()
{
    std::vector<std::string> const passed{"account", "from", "to", "by"};
    return page("/income", "Income and costs",
                {ask("accounts", "accounts"), all_of(ask("income", "income", passed)), ask("costs", "costs", passed)},
                web::income);
}

Page changes()
{
    auto made =
        page("/changes", "Changes",
             {ask("accounts", "accounts"), all_of(ask("diff", "diff", {"account", "from", "to"}))}, web::changes);
    made.otherwise = [](std::string const& name, Date last) {
        constexpr std::chrono::days month{30};
        return name == "from" ? base::to_text(last - month) : name == "to" ? base::to_text(last) : std::string{};
    };
    return made;
}

std::vector<Page> about_books()
{
    return {page("/transactions", "Transactions",
                 {ask("accounts", "accounts"),
                  last_by_page(all_of(ask("transactions", "transactions",
                                          {"account", "from", "to", "ticker", "type", "import", "text"})))},
                 web::transactions),
            page("/transactions/{id}", "Transaction {id}", {all_of(ask("transaction", "transactions/{id}", {"id"}))},
                 web::transaction),
            page("/cash", "Money",
                 {ask("accounts", "accounts"),
                  last_by_page(all_of(ask("cash", "cash", {"account", "from", "to", "currency"})))},
                 web::cash),
            page("/imports", "Imports", {by_page(all_of(ask("imports", "imports")))}, web::imports),
            page("/imports/{id}", "Import {id}", {by_page(all_of(ask("import", "imports/{id}", {"id"})))}, web::import),
            page("/status", "Status",
                 {ask("accounts", "accounts"), ask("verify", "verify"), ask("balances", "balances"),
                  ask("prices", "checks/prices"), ask("snapshots", "checks/snapshots")},
                 web::status)};
}

} // namespace

std::vector<Page> const& pages()
{
    static std::vector<Page> const all = [] {
        std::vector<Page> made{
            overview(),
            holdings(),
            holding(),
            allocation(),
            performance(),
            income(),
            realized(),
            tax(),
            page("/compare", "Booking methods",
                 {ask("accounts", "accounts"), all_of(ask("compare", "compare", {"account", "as-of", "closed"}))},
                 web::compare),
            changes()};
        for (auto& more : about_books()) {
            made.push_back(std::move(more));
        }
        return made;
    }();
    return all;
}

} // namespace pf::jobs::serve
