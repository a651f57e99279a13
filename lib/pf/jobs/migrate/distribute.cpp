#include "pf/jobs/migrate/distribute.hpp"

#include "pf/base/error.hpp"
#include "pf/db/cluster.hpp"
#include "pf/db/portfolio_store.hpp"
#include "pf/jobs/run/open.hpp"
#include "pf/report/grid.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <ostream>

namespace pf::jobs {

namespace {

/// The chosen ones in the order of their names.
std::vector<std::string> chosen(db::Database& database, std::vector<std::string> const& names)
{
    std::vector<std::string> found;
    for (auto const& portfolio : db::PortfolioStore{database}.list()) {
        if (portfolio.name != "public" && (names.empty() || std::ranges::count(names, portfolio.name) > 0)) {
            found.push_back(portfolio.name);
        }
    }
    for (auto const& name : names) {
        if (std::ranges::find(found, name) == found.end()) {
            throw Error{ExitCode::no_input,
                        name == "public" ? "public is the database's own and stays on the coordinator"
                                         : fmt::format("there is no portfolio {}", name),
                        database.target().shown, "'pf-migrate portfolio list' shows them"};
        }
    }
    return found;
}

std::string state_of(bool is_moved, DistributeWords const& words)
{
    if (!is_moved) {
        return words.undo ? "is here" : "is distributed";
    }
    return fmt::format("{} {}", words.dry_run ? "would be" : "was", words.undo ? "brought back" : "distributed");
}

} // namespace

cli::Outcome distribute(MigrateSettings const& settings, DistributeWords const& words, std::ostream& out)
{
    auto database = whole_database(settings.database, settings.open);
    db::Cluster cluster{database};
    if (auto const obstacle = cluster.obstacle()) {
        throw Error{ExitCode::schema, obstacle->message, settings.database.shown, obstacle->hint};
    }
    auto const names = chosen(database, words.names);
    auto const before = cluster.distributed();
    std::map<std::string, std::string> states;
    std::size_t moved = 0;
    for (auto const& name : names) {
        bool const is_to_move = before.contains(name) == words.undo;
        moved += is_to_move ? 1 : 0;
        states[name] = state_of(is_to_move, words);
        if (is_to_move && !words.dry_run) {
            words.undo ? cluster.undistribute(name) : cluster.distribute(name);
        }
    }
    auto const places = cluster.distributed();
    report::Grid grid;
    grid.key = "portfolios";
    grid.columns = {{"portfolio", "portfolio"}, {"state", "state"}, {"node", "node"}};
    grid.when_empty = "no portfolios: 'pf-migrate portfolio create NAME' makes one";
    for (auto const& [name, state] : states) {
        auto const place = places.find(name);
        grid.rows.push_back({report::text(name), report::text(state),
                             report::text_or_nothing(place == places.end() ? std::string{} : place->second)});
    }
    report::write(out,
                  {"pf.distribution/1", {{"database", report::text(settings.database.shown)}}, {std::move(grid)}, {}},
                  settings.output);
    return cli::Outcome::ok(fmt::format("{} of {} portfolios {}{}", moved, names.size(),
                                        words.dry_run ? "would be " : "", words.undo ? "brought back" : "distributed"),
                            {{"moved", static_cast<std::int64_t>(moved)}});
}

} // namespace pf::jobs
