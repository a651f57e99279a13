#include "pf/jobs/backup/tables.hpp"

#include "pf/base/text.hpp"
#include "pf/db/stored_tables.hpp"
#include "pf/jobs/run/schema.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <vector>

namespace pf::jobs {

namespace {

std::vector<std::string> names_of(backup::Manifest const& manifest)
{
    std::vector<std::string> names;
    std::ranges::transform(manifest.tables, std::back_inserter(names), &backup::TableEntry::name);
    std::ranges::sort(names);
    return names;
}

[[noreturn]] void refuse(backup::Manifest const& manifest, std::string const& table, std::string_view verb,
                         std::string const& file)
{
    throw Error{ExitCode::bad_data,
                fmt::format("it is of schema version {} and {} the table {}", manifest.schema_version, verb,
                            base::printable(table)),
                file, "it is not whole, or was not written by pf-backup: take another one"};
}

} // namespace

void check_tables(backup::Manifest const& manifest, std::string const& file)
{
    if (manifest.schema_version > embedded_migrations(db::Backend::sqlite).latest()) {
        return;
    }
    auto const found = names_of(manifest);
    auto wanted = db::tables_of_version(manifest.schema_version);
    std::ranges::sort(wanted);
    std::vector<std::string> missing;
    std::ranges::set_difference(wanted, found, std::back_inserter(missing));
    if (!missing.empty()) {
        refuse(manifest, missing.front(), "lacks", file);
    }
    std::vector<std::string> unknown;
    std::ranges::set_difference(found, wanted, std::back_inserter(unknown));
    if (!unknown.empty()) {
        refuse(manifest, unknown.front(), "has beside its tables", file);
    }
    if (wanted.empty()) {
        throw Error{ExitCode::bad_data, "it is of no schema version that has tables", file, "take another one"};
    }
}

backup::Inspected inspected(std::filesystem::path const& file, backup::Trust const& trust, bool quick,
                            backup::ReadProgress const& progress)
{
    auto found = backup::inspect(file, trust, quick, progress);
    if (found.manifest && !found.problem) {
        try {
            check_tables(*found.manifest, file.string());
        } catch (Error const& error) {
            found.problem = error;
        }
    }
    return found;
}

backup::Manifest verified(std::filesystem::path const& file, backup::Trust const& trust,
                          backup::ReadProgress const& progress)
{
    auto manifest = backup::verify(file, trust, progress);
    check_tables(manifest, file.string());
    return manifest;
}

} // namespace pf::jobs
