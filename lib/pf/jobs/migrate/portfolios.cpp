#include "pf/jobs/migrate/portfolios.hpp"

#include "pf/base/error.hpp"
#include "pf/base/text.hpp"
#include "pf/db/cluster.hpp"
#include "pf/db/portfolio_store.hpp"
#include "pf/db/stored_tables.hpp"
#include "pf/jobs/run/open.hpp"
#include "pf/model/portfolio_name.hpp"
#include "pf/report/grid.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <ostream>
#include <sstream>

namespace pf::jobs {

namespace {

/// The same settings for what is done within the portfolio.
MigrateSettings within(MigrateSettings settings, std::string const& name)
{
    settings.database = settings.database.within(name);
    return settings;
}

void check_name(std::string const& name)
{
    auto const problem = name == "public" ? Problem{"is there without being made, and cannot be dropped", ""}
                                          : model::portfolio_name_problem(name).value_or(Problem{});
    if (!problem.message.empty()) {
        throw Error{ExitCode::usage, base::quoted(name) + " " + problem.message, "NAME", problem.hint};
    }
}

void refuse_missing(db::Database& database, std::string const& name)
{
    std::vector<std::string> names;
    for (auto const& portfolio : db::PortfolioStore{database}.list()) {
        names.push_back(portfolio.name);
    }
    if (std::ranges::find(names, name) != names.end()) {
        return;
    }
    auto const nearest = base::nearest(name, names);
    throw Error{ExitCode::no_input, fmt::format("there is no portfolio {}", name), database.target().shown,
                nearest ? fmt::format("did you mean {}?", *nearest) : "'pf-migrate portfolio list' shows them"};
}

bool holds_data(MigrateSettings const& settings)
{
    auto database = db::Database::open(settings.database, settings.open);
    return db::hold_data(database);
}

} // namespace

cli::Outcome create_portfolio(MigrateSettings const& settings, PortfolioWords const& words)
{
    check_name(words.name);
    auto database = whole_database(settings.database, settings.open);
    bool const is_new = db::PortfolioStore{database}.create(words.name);
    std::ostringstream applied;
    auto outcome = up(within(settings, words.name), {}, false, applied);
    if (db::Cluster cluster{database}; is_new && !cluster.obstacle()) {
        cluster.distribute(words.name);
    }
    outcome.summary =
        fmt::format("the portfolio {} {}: {}", words.name, is_new ? "is made" : "is there already", outcome.summary);
    return outcome;
}

cli::Outcome drop_portfolio(MigrateSettings const& settings, PortfolioWords const& words)
{
    check_name(words.name);
    auto database = whole_database(settings.database, settings.open);
    refuse_missing(database, words.name);
    auto const inside = within(settings, words.name);
    bool const is_full = holds_data(inside);
    if (is_full && !words.with_data) {
        throw Error{ExitCode::usage, fmt::format("the portfolio {} holds data", words.name), database.target().shown,
                    "--with-data drops it with all that is in it, after a backup"};
    }
    if (words.dry_run) {
        return cli::Outcome::ok(
            fmt::format("would drop the portfolio {}{}", words.name, is_full ? ", after a backup" : ""));
    }
    auto backup = settings.backup;
    backup.take(inside.database, {"the drop", "dropped"});
    try {
        db::PortfolioStore{database}.drop(words.name);
    } catch (Error const& error) {
        throw backup.explained(error);
    }
    return cli::Outcome::ok(fmt::format("the portfolio {} is dropped", words.name), {{"portfolio", words.name}})
        .as_event("portfolio_dropped");
}

cli::Outcome list_portfolios(MigrateSettings const& settings, std::ostream& out)
{
    auto database = whole_database(settings.database, settings.open);
    report::Grid grid;
    grid.key = "portfolios";
    grid.columns = {{"portfolio", "portfolio"},
                    {"version", "version", report::Align::right},
                    {"bytes", "bytes", report::Align::right},
                    {"owner", "owner"}};
    grid.when_empty = "no portfolios: 'pf-migrate portfolio create NAME' makes one";
    for (auto const& portfolio : db::PortfolioStore{database}.list()) {
        grid.rows.push_back({report::text(portfolio.name),
                             portfolio.version ? report::Value{*portfolio.version} : report::Value{report::Unknown{}},
                             portfolio.bytes, report::text(portfolio.owner)});
    }
    report::write(out,
                  {"pf.portfolios/1", {{"database", report::text(settings.database.shown)}}, {std::move(grid)}, {}},
                  settings.output);
    return cli::Outcome::ok();
}

} // namespace pf::jobs
