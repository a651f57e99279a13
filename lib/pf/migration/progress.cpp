#include "pf/migration/progress.hpp"

#include "pf/base/error.hpp"
#include "pf/migration/checksum.hpp"

#include <fmt/format.h>

namespace pf::migration {

namespace {

[[noreturn]] void refuse_changed(Script const& script, Statement const& statement, std::size_t number)
{
    throw Error{
        ExitCode::schema, fmt::format("statement {} was changed after it ran", number),
        place(script.path, statement.position),
        "this file runs without a transaction and was cut short behind it: bring the statement back as it ran, or "
        "put the schema right by hand and run `pf-migrate repair FILE --reason TEXT` to begin anew",
        excerpt(script.text, statement.sql.begin)};
}

} // namespace

std::string statement_checksum(Script const& script, Statement const& statement)
{
    auto const slice = [&](Range range) { return script.text.substr(range.begin, range.end - range.begin); };
    return checksum(slice(statement.sql) + slice(statement.copy_data));
}

File remaining(File file, Direction direction, Progress const& progress)
{
    Section& section = direction == Direction::up ? file.up : file.down;
    Scanner scanner{file.script, section.range};
    for (auto const& done : progress.done) {
        auto const statement = scanner.next_statement();
        if (!statement) {
            throw Error{ExitCode::schema,
                        fmt::format("{} statements of this file have run, but it holds only {} now",
                                    progress.done.size(), section.done),
                        file.script.path, "bring back the file as it ran"};
        }
        ++section.done;
        if (statement_checksum(file.script, *statement) != done) {
            refuse_changed(file.script, *statement, section.done);
        }
    }
    return file;
}

bool is_to_run(Section const& section, std::size_t number, Statement const& statement)
{
    bool const is_setting =
        !statement.words.empty() &&
        (statement.words.front() == "SET" || statement.words.front() == "RESET" || statement.words.front() == "PRAGMA");
    return number > section.done || is_setting;
}

} // namespace pf::migration
