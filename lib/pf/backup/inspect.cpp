#include "pf/backup/inspect.hpp"

#include "pf/backup/secret_stream.hpp"
#include "pf/backup/streams.hpp"

namespace pf::backup {

namespace {

/// What is wrong with this file, not with reading files.
bool is_finding(Error const& error)
{
    return error.code() == ExitCode::bad_data || error.code() == ExitCode::schema;
}

/// The seal tells damage; who wrote it only the key tells, chunk by chunk.
void read_through(std::filesystem::path const& file, std::optional<Key> const& key, ReadProgress const& progress)
{
    SealedSource sealed{file.string()};
    std::optional<SecretSource> secret;
    if (key) {
        secret.emplace(sealed, *key);
    }
    Source& source = secret ? static_cast<Source&>(*secret) : sealed;
    while (!source.read().empty()) {
        progress(sealed.bytes_read(), sealed.size());
    }
}

} // namespace

Inspected inspect(std::filesystem::path const& file, Trust const& trust, bool quick, ReadProgress const& progress)
{
    Inspected found;
    try {
        found.encrypted = is_encrypted(file);
        if (!quick) {
            found.intact = false;
            read_through(file, found.encrypted ? trust.key : std::nullopt, progress);
            found.intact = true;
        }
        if (trust.key || !found.encrypted) {
            found.manifest = Reader{file, trust}.manifest();
        }
    } catch (Error const& error) {
        if (!is_finding(error)) {
            throw;
        }
        found.problem = error;
    }
    return found;
}

Manifest verify(std::filesystem::path const& file, Trust const& trust, ReadProgress const& progress)
{
    Reader reader{file, trust};
    while (reader.next_table()) {
        while (!reader.read().empty()) {
            progress(reader.bytes_read(), reader.size());
        }
    }
    return reader.manifest();
}

} // namespace pf::backup
