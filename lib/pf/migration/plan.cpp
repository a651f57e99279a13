#include "pf/migration/plan.hpp"

#include "pf/base/error.hpp"
#include "pf/base/text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <ostream>

namespace pf::migration {

namespace {

void refuse_disagreements(Set const& set, History const& history, bool allow_late, std::string_view database)
{
    auto found = compare(set, history);
    if (allow_late) {
        std::erase_if(found, [](auto const& each) { return each.kind == Disagreement::Kind::late; });
    }
    if (found.empty()) {
        return;
    }
    Disagreement const& first = found.front();
    auto details = first.details;
    if (found.size() > 1) {
        details.push_back(fmt::format("and {} more; `pf-migrate status` lists them", found.size() - 1));
    }
    throw Error{ExitCode::schema, first.message, first.where.empty() ? std::string{database} : first.where, first.hint,
                details};
}

void check_goal(Set const& set, Goal const& goal)
{
    if (goal.steps && *goal.steps < 1) {
        throw Error{ExitCode::usage, fmt::format("--steps {} is not a number from 1", *goal.steps)};
    }
    if (goal.to && *goal.to != 0 && set.find(*goal.to) == nullptr) {
        std::string const hint = set.sources().empty() ? "there are no migrations"
                                                       : fmt::format("the versions are {} to {}",
                                                                     set.sources().front().version, set.latest());
        throw Error{ExitCode::usage, fmt::format("there is no version {}", *goal.to), {}, hint};
    }
}

void check_way_back(File const& file)
{
    if (file.down.statements == 0) {
        throw Error{ExitCode::schema, file.irreversible ? "is irreversible" : "has no way back: no down section",
                    file.script.path, "restore a backup, or write a new migration that undoes it"};
    }
}

std::size_t limit(Goal const& goal, std::size_t by_default)
{
    return goal.steps ? static_cast<std::size_t>(*goal.steps) : by_default;
}

} // namespace

Section const& section_of(File const& file, Direction direction)
{
    return direction == Direction::up ? file.up : file.down;
}

Plan plan_up(Set const& set, History const& history, Goal const& goal, std::string_view database)
{
    refuse_disagreements(set, history, goal.allow_late, database);
    check_goal(set, goal);
    std::int64_t const current = version_of(history);
    if (goal.to && *goal.to < current) {
        throw Error{ExitCode::usage, fmt::format("the database is at version {}, beyond {}", current, *goal.to),
                    std::string{database}, fmt::format("to go back: pf-migrate down --to {}", *goal.to)};
    }
    Plan plan{Direction::up, current, current, {}};
    std::size_t const most = limit(goal, set.sources().size());
    for (auto const& source : set.sources()) {
        bool const is_applied = std::ranges::binary_search(history, source.version, {}, &Applied::version);
        bool const is_wanted = !is_applied && source.version <= goal.to.value_or(set.latest());
        if (is_wanted && plan.files.size() < most) {
            plan.files.push_back(parse(source));
            plan.to = std::max(plan.to, source.version);
        }
    }
    return plan;
}

Plan plan_down(Set const& set, History const& history, Goal const& goal, std::string_view database)
{
    refuse_disagreements(set, history, true, database);
    check_goal(set, goal);
    std::int64_t const current = version_of(history);
    if (goal.to && *goal.to > current) {
        throw Error{ExitCode::usage, fmt::format("the database is at version {}, before {}", current, *goal.to),
                    std::string{database}, fmt::format("to go on: pf-migrate up --to {}", *goal.to)};
    }
    Plan plan{Direction::down, current, current, {}};
    std::size_t const most = limit(goal, goal.to ? history.size() : 1);
    auto applied = history.rbegin();
    for (; applied != history.rend() && plan.files.size() < most && applied->version > goal.to.value_or(0); ++applied) {
        plan.files.push_back(parse(*set.find(applied->version)));
        check_way_back(plan.files.back());
    }
    plan.to = applied == history.rend() ? 0 : applied->version;
    return plan;
}

std::ostream& operator<<(std::ostream& out, Plan const& plan)
{
    if (plan.empty()) {
        return out << "nothing to do: the database is at version " << plan.from << '\n';
    }
    for (auto const& file : plan.files) {
        std::size_t const statements = section_of(file, plan.direction).statements;
        out << fmt::format("{:<5}{}  {} statement{}{}\n", plan.direction == Direction::up ? "up" : "down",
                           file.script.path, statements, statements == 1 ? "" : "s",
                           file.transactional ? "" : ", no transaction");
    }
    return out;
}

} // namespace pf::migration
