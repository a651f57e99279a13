#pragma once

#include "pf/base/background_sha256.hpp"
#include "pf/container/container.hpp"
#include "pf/importer/importer.hpp"

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace pf::jobs {

/// A file to import that can be read more than once: what is not a regular file (standard input, a pipe) is copied to
/// an unnamed temporary file first.
class ImportInput {
public:
    /// What is no text of rows (a workbook, an archive) is read once, and its tables wait as CSV in unnamed files.
    /// \param path         `-` is standard input
    /// \param format_name  empty: found by the header
    /// \return  one of each table
    /// \throws pf::Error  no_input, io_error, bad_data (no or several formats match), usage (unknown format name)
    static std::vector<ImportInput> open(std::string const& path, std::string const& format_name,
                                         importer::Catalog const& catalog, container::Choice const& choice);

    /// The same without looking for formats.
    static std::vector<ImportInput> tables(std::string const& path, container::Choice const& choice);

    ImportInput(ImportInput&& other) noexcept;
    ImportInput& operator=(ImportInput&& other) noexcept;
    ~ImportInput();

    [[nodiscard]] std::string const& name() const { return m_name; }
    void rename(std::string name) { m_name = std::move(name); }
    [[nodiscard]] importer::Format const& format() const { return *m_format; }
    [[nodiscard]] std::int64_t size() const { return m_size; }

    /// Sheets beside the one that is read.
    [[nodiscard]] std::vector<std::string> const& left_out() const { return m_left_out; }

    /// Tables of the same file that no format reads.
    [[nodiscard]] std::vector<std::string> const& unknown_tables() const { return m_unknown_tables; }

    /// Of the file as it lies there. \param read  the digest of what was read
    [[nodiscard]] std::string const& digest_of_file(std::string const& read) const
    {
        return m_file_digest.empty() ? read : m_file_digest;
    }

    /// From its beginning; one source at a time.
    /// \param digest  gets all that is read, and outlives the source
    [[nodiscard]] csv::Source source(base::BackgroundSha256& digest) const;

    /// \param before, now  digests of what was read at two times
    /// \throws pf::Error  io_error, when they differ
    void require_unchanged(std::string const& before, std::string const& now) const;

    /// Its beginning, as formats look at it.
    [[nodiscard]] std::string head() const;

    /// How many bytes the current source has read.
    [[nodiscard]] std::int64_t position() const;

private:
    ImportInput() = default;

    /// Whether it is worth reading on, by what it begins with.
    using Look = std::function<bool(std::string_view head)>;
    static ImportInput opened(std::string const& path, Look const& look);
    static std::vector<ImportInput> tables(std::string const& path, container::Choice const& choice, Look const& look);
    void take(container::Table table);
    [[nodiscard]] std::string digest() const;
    static void set_unknown_apart(std::vector<ImportInput>& inputs, importer::Catalog const& catalog);
    void find_format(std::string const& format_name, importer::Catalog const& catalog);

    std::string m_name;
    int m_descriptor = -1;
    std::int64_t m_size = 0;
    importer::Format const* m_format = nullptr;
    std::vector<std::string> m_left_out;
    std::vector<std::string> m_unknown_tables;
    std::string m_file_digest; ///< of the file that it was unpacked from; empty when it is the file itself
};

} // namespace pf::jobs
