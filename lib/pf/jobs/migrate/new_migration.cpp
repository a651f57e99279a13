#include "pf/jobs/migrate/new_migration.hpp"

#include "pf/base/error.hpp"
#include "pf/base/text.hpp"
#include "pf/migration/set.hpp"
#include "pf/migration/skeleton.hpp"
#include "pf/report/grid.hpp"

#include <fmt/format.h>

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <ostream>
#include <unistd.h>
#include <vector>

namespace pf::jobs {

namespace {

namespace fs = std::filesystem;

fs::path folder_of(NewMigration const& wanted)
{
    std::error_code ignored;
    fs::path const usual = "schema";
    if (!wanted.schema_dir && !fs::is_directory(usual, ignored)) {
        throw Error{ExitCode::usage,
                    "no folder to write to: there is none named schema here",
                    {},
                    "name it with --schema-dir DIR"};
    }
    fs::path const folder = wanted.schema_dir.value_or(usual);
    if (!fs::is_directory(folder, ignored)) {
        throw Error{ExitCode::no_input, "there is no such folder", folder.string(), "create it first"};
    }
    return folder;
}

/// One per backend, else the folder itself.
std::vector<fs::path> places_in(fs::path const& folder)
{
    std::error_code ignored;
    std::vector<fs::path> places;
    for (auto const dialect : {migration::Dialect::postgresql, migration::Dialect::sqlite}) {
        if (fs::is_directory(folder / to_text(dialect), ignored)) {
            places.push_back(folder / to_text(dialect));
        }
    }
    return places.empty() ? std::vector{folder} : places;
}

/// Files that go again unless all could be made.
class NewFiles {
public:
    NewFiles() = default;
    NewFiles(NewFiles const&) = delete;
    NewFiles& operator=(NewFiles const&) = delete;
    ~NewFiles()
    {
        for (auto const& path : m_unfinished) {
            ::unlink(path.c_str());
        }
    }

    void create(fs::path const& path, std::string_view content)
    {
        int const file = ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
        if (file < 0) {
            throw Error{ExitCode::cannot_create, std::strerror(errno), path.string(),
                        "nothing is overwritten; look at the folder"};
        }
        m_unfinished.push_back(path);
        auto const written = ::write(file, content.data(), content.size());
        int const problem = errno;
        bool const complete = ::close(file) == 0 && written == static_cast<ssize_t>(content.size());
        if (!complete) {
            throw Error{ExitCode::io_error, std::strerror(problem), path.string(), "check the disk"};
        }
    }

    void keep() { m_unfinished.clear(); }

private:
    std::vector<fs::path> m_unfinished;
};

void write_paths(std::vector<fs::path> const& paths, OutputStyle const& style, std::ostream& out)
{
    report::Grid grid;
    grid.key = "files";
    grid.columns = {{"file", "file"}};
    for (auto const& path : paths) {
        grid.rows.push_back({report::text(path.string())});
    }
    if (style.format != OutputFormat::table) {
        return report::write(out, {"pf.new_migration/1", {}, {std::move(grid)}, {}}, style);
    }
    for (auto const& path : paths) {
        out << path.string() << '\n';
    }
}

} // namespace

cli::Outcome new_migration(NewMigration const& wanted, std::ostream& out)
{
    migration::check_new_name(wanted.name);
    auto paths = places_in(folder_of(wanted));
    std::vector<fs::path> existing;
    for (auto const& place : paths) {
        auto const files = migration::migrations_in(place);
        existing.insert(existing.end(), files.begin(), files.end());
    }
    auto const file_name = migration::next_file_name(existing, wanted.name);
    NewFiles files;
    for (auto& path : paths) {
        path /= file_name;
        files.create(path, migration::skeleton());
    }
    files.keep();
    write_paths(paths, wanted.output, out);
    return cli::Outcome::ok();
}

} // namespace pf::jobs
