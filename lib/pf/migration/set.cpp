#include "pf/migration/set.hpp"

#include "pf/base/embedded.hpp"
#include "pf/base/error.hpp"
#include "pf/base/text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <iterator>

namespace pf::migration {

namespace {

namespace fs = std::filesystem;

void check_duplicates(std::vector<Source> const& sources)
{
    auto const twin = std::adjacent_find(sources.begin(), sources.end(),
                                         [](Source const& a, Source const& b) { return a.version == b.version; });
    if (twin != sources.end()) {
        Source const& other = *std::next(twin);
        throw Error{ExitCode::schema,
                    fmt::format("version {} is there twice: {} and {}", twin->version,
                                base::quoted(twin->name + ".sql"), base::quoted(other.name + ".sql")),
                    other.script.path,
                    fmt::format("give the one that was never applied the next number, {}",
                                version_text(sources.back().version + 1))};
    }
}

std::string content_of(std::string const& path)
{
    std::filebuf file;
    std::string content;
    bool ok = file.open(path, std::ios::in | std::ios::binary) != nullptr;
    for (std::streamsize size = 0; ok;) {
        constexpr std::streamsize piece = 8192;
        content.resize(static_cast<std::size_t>(size + piece));
        auto const count = file.sgetn(content.data() + size, piece);
        size += count;
        content.resize(static_cast<std::size_t>(size));
        if (count < piece) {
            return content;
        }
    }
    throw Error{ExitCode::no_input, "cannot be read", path, "check its permissions"};
}

fs::path folder_for(fs::path const& folder, Dialect dialect)
{
    std::error_code ignored;
    if (!fs::is_directory(folder, ignored)) {
        throw Error{ExitCode::no_input, "there is no such folder", folder.string(),
                    "--schema-dir takes a folder of NNNN_verb_noun.sql"};
    }
    fs::path const own = folder / to_text(dialect);
    fs::path const others = folder / to_text(dialect == Dialect::sqlite ? Dialect::postgresql : Dialect::sqlite);
    if (!fs::is_directory(own, ignored) && fs::is_directory(others, ignored)) {
        throw Error{ExitCode::no_input, fmt::format("holds no migrations for {}", to_text(dialect)), folder.string(),
                    fmt::format("add a folder {}, or connect to the other kind of database", own.string())};
    }
    return fs::is_directory(own, ignored) ? own : folder;
}

bool is_migration(fs::directory_entry const& entry)
{
    std::string const name = entry.path().filename().string();
    return name.size() > 4 && !name.starts_with('.') &&
           base::equal_ignoring_case(name.substr(name.size() - 4), ".sql") && !entry.is_directory();
}

} // namespace

Set::Set(std::vector<Source> sources) : m_sources(std::move(sources))
{
    std::ranges::stable_sort(m_sources, {}, &Source::version);
    check_duplicates(m_sources);
}

Source const* Set::find(std::int64_t version) const
{
    auto const found = std::ranges::lower_bound(m_sources, version, {}, &Source::version);
    return found != m_sources.end() && found->version == version ? &*found : nullptr;
}

std::vector<std::string> migrations_in(fs::path const& folder)
{
    std::vector<std::string> paths;
    std::error_code error;
    for (fs::directory_iterator entry{folder, error}; !error && entry != fs::directory_iterator{};
         entry.increment(error)) {
        if (is_migration(*entry)) {
            paths.push_back(entry->path().string());
        }
    }
    if (error) {
        throw Error{ExitCode::no_input, fmt::format("cannot be read: {}", error.message()), folder.string(),
                    "check its permissions"};
    }
    std::sort(paths.begin(), paths.end());
    return paths;
}

Set embedded_set(Dialect dialect)
{
    std::string const folder = std::string{to_text(dialect)} + "/";
    std::vector<Source> sources;
    for (auto const& embedded : embedded::schema_files()) {
        if (embedded.name.starts_with(folder)) {
            sources.push_back(source_of("schema/" + std::string{embedded.name}, embedded.content, dialect));
        }
    }
    return Set{std::move(sources)};
}

Set read_folder(fs::path const& folder, Dialect dialect)
{
    fs::path const own = folder_for(folder, dialect);
    std::vector<Source> sources;
    for (auto const& path : migrations_in(own)) {
        sources.push_back(source_of(path, content_of(path), dialect));
    }
    if (sources.empty()) {
        throw Error{ExitCode::no_input, "holds no migrations", own.string(),
                    "put files named NNNN_verb_noun.sql there, like 0001_create_ledger.sql"};
    }
    return Set{std::move(sources)};
}

std::int64_t version_of(History const& history)
{
    return history.empty() ? 0 : history.back().version;
}

std::string version_text(std::int64_t version)
{
    return fmt::format("{:04}", version);
}

} // namespace pf::migration
