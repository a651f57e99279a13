#include "pf/importer/row_source.hpp"

#include "pf/base/error.hpp"
#include "pf/base/text.hpp"

#include <utility>

namespace pf::importer {

namespace {

constexpr std::size_t head_bytes = 64 * 1024;

struct Opened {
    FoundHeader header;
    csv::Reader reader;
};

Opened open(csv::Source source, Format const& format)
{
    if (!format.refuse_reason.empty()) {
        throw Error(ExitCode::bad_data, format.refuse_reason, source.name(), format.refuse_hint);
    }
    Head head(source.peek(head_bytes), source.name());
    FoundHeader header = find_header(format, head);
    if (header.problem) {
        throw Error(*header.problem);
    }
    if (!header.has_rows) {
        throw Error(ExitCode::bad_data, "is empty", source.name(), "a file begins with a header row");
    }
    if (!header.binding.matches()) {
        throw Error(ExitCode::bad_data,
                    "is not of the format " + base::quoted(format.name) + ": " + describe_mismatch(header.binding),
                    source.name() + ":1", "pf-import detect FILE names the format");
    }
    char const delimiter = header.delimiter;
    return {std::move(header), csv::Reader(std::move(source), {delimiter, '"'})};
}

} // namespace

void StoredRow::assign(csv::Row const& row)
{
    line = row.line;
    rows = 1;
    raw = row.raw;
    texts.assign(row.fields.begin(), row.fields.end());
    point_fields();
}

void StoredRow::point_fields()
{
    fields.assign(texts.begin(), texts.end());
}

RowSource::RowSource(csv::Source source, Format const& format)
    : m_format(format), m_reader(csv::Source::from_text({}, source.name()), {})
{
    Opened opened = open(std::move(source), format);
    m_binding = std::move(opened.header.binding);
    m_reader = std::move(opened.reader);
    csv::Row row;
    for (std::size_t index = 0; index <= opened.header.row && m_reader.next(row); ++index) {
        m_header = row.raw;
    }
}

bool RowSource::continues(csv::Row const& row) const
{
    std::size_t const field = m_binding.fields[*m_format.continuation];
    if (field >= row.fields.size() || base::trimmed(row.fields[field]).empty()) {
        return false;
    }
    for (std::size_t index = 0; index < row.fields.size(); ++index) {
        if (index != field && !base::trimmed(row.fields[index]).empty()) {
            return false;
        }
    }
    return true;
}

bool RowSource::next(StoredRow& row)
{
    if (!m_has_ahead && !m_reader.next(m_ahead)) {
        return false;
    }
    m_has_ahead = false;
    row.assign(m_ahead);
    while (m_format.continuation && m_reader.next(m_ahead)) {
        if (!continues(m_ahead)) {
            m_has_ahead = true;
            break;
        }
        std::size_t const field = m_binding.fields[*m_format.continuation];
        if (field < row.texts.size()) {
            std::string& text = row.texts[field];
            text = std::string(base::trimmed(text)).append(base::trimmed(m_ahead.fields[field]));
        }
        row.raw.append("\n").append(m_ahead.raw);
        ++row.rows;
    }
    row.point_fields();
    return true;
}

} // namespace pf::importer
