#pragma once

#include "pf/db/transaction_store.hpp"
#include "pf/importer/importer.hpp"

#include <cstdint>
#include <set>
#include <span>
#include <string>
#include <vector>

namespace pf::jobs {

/// A row, and what stood in its line before.
struct ChangedLine {
    importer::Entry entry;
    std::int64_t import_id = 0; ///< that brought what is stored
};

/// Finds the rows of a file that were corrected in place since it was imported: the rows that earlier files of this
/// name have brought, and that are in the books, stand in the same lines, but for some in whose place there is a row
/// that nobody knows. Rows may have come after them. Where a line has moved, or brings a known row of another line, it
/// is another file, and nothing is told of it. 32 bytes for each of these rows.
/// Source: docs/import.md "Rows that changed".
class FileLines {
public:
    /// Nothing is known of such a file.
    FileLines() = default;

    /// \param file    as it was named
    /// \param sha256  of this one: where all were the same, nothing has changed
    FileLines(db::Database& database, std::string const& file, std::string const& format, std::string const& sha256);

    /// A row that the database holds.
    void see_known(importer::Entry const& entry);

    /// A row that books nothing.
    void see_other(std::int64_t line);

    /// A row that nobody knows. Takes it when it may be a corrected one.
    [[nodiscard]] bool take(importer::Entry& entry);

    /// Those that were taken and that are none, as far as it is clear by now.
    [[nodiscard]] std::vector<importer::Entry> given_back();

    /// At the end of the file: the corrected rows; `given_back` has the others.
    [[nodiscard]] std::vector<ChangedLine> changed();

private:
    struct Line {
        std::int64_t line_no = 0;
        std::int64_t import_id = 0;
        model::Fingerprint fingerprint{};
    };

    [[nodiscard]] std::span<Line const> at(std::int64_t line_no) const;
    void add(db::Database& database, std::int64_t import_id);
    void give_up();

    std::vector<Line> m_lines;                ///< ascending; several of one event have one line
    std::set<model::Fingerprint> m_elsewhere; ///< of known rows in lines that are not among these
    std::vector<ChangedLine> m_taken;
    std::vector<importer::Entry> m_given_back;
    std::size_t m_same = 0; ///< transactions that are where they were
};

} // namespace pf::jobs
