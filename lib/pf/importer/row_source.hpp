#pragma once

#include "pf/csv/reader.hpp"
#include "pf/importer/format.hpp"
#include "pf/importer/header.hpp"

#include <deque>
#include <string>
#include <vector>

namespace pf::importer {

/// A row that outlives the reader's buffer, with those that continue it.
struct StoredRow {
    std::int64_t line = 0;
    std::int64_t rows = 1;
    std::string raw;
    std::vector<std::string> texts;
    std::vector<std::string_view> fields; ///< of `texts`

    StoredRow() = default;
    StoredRow(StoredRow const&) = delete;
    StoredRow& operator=(StoredRow const&) = delete;

    void assign(csv::Row const& row);
    void point_fields();
};

/// The rows of a file behind its header.
class RowSource {
public:
    /// \throws pf::Error  bad_data, when the file is empty or its header is not the format's
    RowSource(csv::Source source, Format const& format);

    [[nodiscard]] Binding const& binding() const { return m_binding; }
    [[nodiscard]] std::string const& header() const { return m_header; }
    [[nodiscard]] std::string const& name() const { return m_reader.name(); }

    [[nodiscard]] bool next(csv::Row& row) { return m_reader.next(row); }

    /// With the rows that continue it.
    [[nodiscard]] bool next(StoredRow& row);

private:
    [[nodiscard]] bool continues(csv::Row const& row) const;

    Format const& m_format;
    Binding m_binding;
    csv::Reader m_reader;
    std::string m_header;
    csv::Row m_ahead;
    bool m_has_ahead = false;
};

} // namespace pf::importer
