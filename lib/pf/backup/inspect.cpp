#include "pf/backup/inspect.hpp"

#include "pf/backup/streams.hpp"

namespace pf::backup {

namespace {

/// What is wrong with this file, not with reading files.
bool is_finding(Error const& error)
{
    return error.code() == ExitCode::bad_data || error.code() == ExitCode::schema;
}

void compare_with_seal(std::filesystem::path const& file, ReadProgress const& progress)
{
    SealedSource source{file.string()};
    while (!source.read().empty()) {
        progress(source.bytes_read(), source.size());
    }
}

} // namespace

Inspected inspect(std::filesystem::path const& file, std::optional<Key> const& key, bool quick,
                  ReadProgress const& progress)
{
    Inspected found;
    try {
        if (!quick) {
            found.intact = false;
            compare_with_seal(file, progress);
            found.intact = true;
        }
        if (key || !is_encrypted(file)) {
            found.manifest = Reader{file, key}.manifest();
        }
    } catch (Error const& error) {
        if (!is_finding(error)) {
            throw;
        }
        found.problem = error;
    }
    return found;
}

Manifest verify(std::filesystem::path const& file, std::optional<Key> const& key, ReadProgress const& progress)
{
    Reader reader{file, key};
    while (reader.next_table()) {
        while (!reader.read().empty()) {
            progress(reader.bytes_read(), reader.size());
        }
    }
    return reader.manifest();
}

} // namespace pf::backup
