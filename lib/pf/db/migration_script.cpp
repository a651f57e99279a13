// A plan as a script for psql or sqlite3.
#include "pf/db/history_store.hpp"
#include "pf/db/migrate.hpp"
#include "pf/migration/progress.hpp"

#include <fmt/format.h>

namespace pf::db {

namespace {

using migration::Direction;

/// The script stops at the first error, as the runner does.
std::string_view header(Backend backend)
{
    return backend == Backend::postgresql ? "\\set ON_ERROR_STOP on\n" : ".bail on\nPRAGMA foreign_keys = OFF;\n";
}

std::string_view begin(Backend backend)
{
    return backend == Backend::postgresql ? "BEGIN ISOLATION LEVEL READ COMMITTED;\n" : "BEGIN IMMEDIATE;\n";
}

/// What the file before has set does not reach this one.
std::string clean(history::Home const& home)
{
    if (home.backend == Backend::sqlite) {
        return {};
    }
    return home.portfolio.empty() ? "DISCARD ALL;\n"
                                  : fmt::format("DISCARD ALL;\nSET search_path = \"{}\";\n", home.portfolio);
}

/// Nor does it decide who writes the history.
std::string_view become_oneself(Backend backend)
{
    return backend == Backend::postgresql ? "RESET SESSION AUTHORIZATION;\nRESET ROLE;\n" : "";
}

/// The section as it stands in the file, its last statement ended with a semicolon.
std::string body(migration::File const& file, Direction direction)
{
    auto const range = section_of(file, direction).range;
    std::string text = file.script.text.substr(range.begin, range.end - range.begin);
    text.erase(0, text.find_first_not_of("\r\n"));
    text += text.ends_with('\n') ? "" : "\n";
    migration::Scanner scanner{file.script, range};
    bool is_ended = true;
    while (auto const statement = scanner.next_statement()) {
        is_ended = file.script.text[statement->sql.end - 1] == ';';
    }
    return is_ended ? text : text + ";\n";
}

/// The statements that an earlier run has not done.
std::string rest_of(migration::File const& file, Direction direction, history::Home const& home)
{
    auto const& section = section_of(file, direction);
    std::string text = fmt::format("-- its first {} of {} statements are done\n", section.done, section.statements);
    migration::Scanner scanner{file.script, section.range};
    for (std::size_t number = 1; auto const statement = scanner.next_statement(); ++number) {
        if (!is_to_run(section, number, *statement)) {
            continue;
        }
        auto const slice = [&](migration::Range range) {
            return file.script.text.substr(range.begin, range.end - range.begin);
        };
        text += slice(statement->sql);
        text += text.ends_with(';') ? "\n" : "\n;\n";
        text += statement->copy_data.end == 0 ? std::string{} : slice(statement->copy_data) + "\\.\n";
    }
    return text + history::forget_progress(home, file.version) + ";\n";
}

std::string record(migration::File const& file, Direction direction, history::Home const& home)
{
    return (direction == Direction::up ? history::add(home, file, 0, "plan --sql")
                                       : history::remove(home, file.version)) +
           ";\n";
}

std::string script_of_file(migration::File const& file, Direction direction, history::Home const& home)
{
    bool const is_begun = section_of(file, direction).done > 0;
    return fmt::format("{}{}{}{}{}{}", clean(home), file.transactional ? begin(home.backend) : "",
                       is_begun ? rest_of(file, direction, home) : body(file, direction), become_oneself(home.backend),
                       record(file, direction, home), file.transactional ? "COMMIT;\n" : "");
}

} // namespace

std::string script_of(migration::Plan const& plan, Target const& target, bool create_history)
{
    if (plan.empty()) {
        return fmt::format("-- nothing to do: the database is at version {}\n", plan.from);
    }
    history::Home const home{target};
    auto script = fmt::format("-- from version {} to {}\n{}", plan.from, plan.to, header(home.backend));
    if (create_history) {
        script += fmt::format("\n{}{}COMMIT;\n", begin(home.backend), history::create(home));
    }
    for (auto const& file : plan.files) {
        script += fmt::format("\n-- {}\n{}", file.script.path, script_of_file(file, plan.direction, home));
    }
    return script;
}

} // namespace pf::db
