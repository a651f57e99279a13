#pragma once

#include "pf/base/background_sha256.hpp"
#include "pf/importer/importer.hpp"

#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace pf::jobs {

/// A file to import that can be read more than once: what is not a regular file (standard input, a pipe) is copied to
/// an unnamed temporary file first.
class ImportInput {
public:
    /// \param path         `-` is standard input
    /// \param format_name  empty: found by the header
    /// \throws pf::Error  no_input, io_error, bad_data (no or several formats match), usage (unknown format name)
    static ImportInput open(std::string const& path, std::string const& format_name, importer::Catalog const& catalog);

    ImportInput(ImportInput&& other) noexcept;
    ImportInput& operator=(ImportInput&& other) noexcept;
    ~ImportInput();

    [[nodiscard]] std::string const& name() const { return m_name; }
    void rename(std::string name) { m_name = std::move(name); }
    [[nodiscard]] importer::Format const& format() const { return *m_format; }
    [[nodiscard]] std::int64_t size() const { return m_size; }

    /// From its beginning; one source at a time.
    /// \param digest  gets all that is read, and outlives the source
    [[nodiscard]] csv::Source source(base::BackgroundSha256& digest) const;

    /// \param before, now  digests of what was read at two times
    /// \throws pf::Error  io_error, when they differ
    void require_unchanged(std::string const& before, std::string const& now) const;

    /// How many bytes the current source has read.
    [[nodiscard]] std::int64_t position() const;

private:
    ImportInput() = default;
    [[nodiscard]] std::string head() const;

    std::string m_name;
    int m_descriptor = -1;
    std::int64_t m_size = 0;
    importer::Format const* m_format = nullptr;
};

} // namespace pf::jobs
