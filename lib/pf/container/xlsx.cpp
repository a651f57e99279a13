#include "pf/container/xlsx.hpp"

#include "pf/base/error.hpp"
#include "pf/base/text.hpp"
#include "pf/container/row_writer.hpp"
#include "pf/container/workbook.hpp"
#include "pf/container/xml.hpp"

#include <algorithm>
#include <utility>

namespace pf::container {

namespace {

constexpr std::int64_t most_rows = 1'048'576;
constexpr std::size_t most_columns = 16'384;
constexpr std::size_t most_row_bytes = std::size_t{1} << 20U;

/// `AB` of `AB12` is column 28; 0 when it is none.
std::size_t column_of(std::string_view reference)
{
    std::size_t column = 0;
    for (char const letter : reference) {
        if (letter < 'A' || letter > 'Z' || column > most_columns) {
            break;
        }
        column = column * 26 + static_cast<std::size_t>(letter - 'A' + 1);
    }
    return column;
}

/// A sheet's rows, one by one.
class SheetReader final : public XmlHandler {
public:
    SheetReader(Workbook const& workbook, std::string file, RowWriter& out)
        : m_workbook(workbook), m_file(std::move(file)), m_out(out)
    {
    }

    void open(std::string_view name, Attributes const& attributes) override
    {
        if (name == "row") {
            begin_row(attributes["r"]);
        } else if (name == "c") {
            begin_cell(attributes);
        } else if (name == "f") {
            m_has_formula = true;
        } else if (name == "rPh") {
            m_is_phonetic = true;
        }
        m_is_in_value = name == "v" || (name == "t" && !m_is_phonetic);
    }

    void close(std::string_view name) override
    {
        m_is_in_value = false;
        if (name == "rPh") {
            m_is_phonetic = false;
        } else if (name == "c") {
            end_cell();
        } else if (name == "row") {
            end_row();
        }
    }

    void text(std::string_view piece) override
    {
        if (!m_is_in_value) {
            return;
        }
        m_value += piece;
        if (m_value.size() > most_row_bytes) {
            fail("the row is longer than 1 MiB", "a cell may hold what is no text of a transaction");
        }
    }

private:
    [[noreturn]] void fail(std::string message, std::string hint) const
    {
        throw Error(ExitCode::bad_data, std::move(message), m_file + ":" + std::to_string(m_row), std::move(hint));
    }

    void begin_row(std::string_view number)
    {
        auto const row = number.empty() ? std::optional<long long>(m_row + 1) : base::parse_integer(number);
        if (!row || *row <= m_row || *row > most_rows) {
            fail("the row after it has the number " + base::quoted(number),
                 "rows count upwards to 1048576: save the workbook again");
        }
        m_row = *row;
        m_cells.clear();
        m_column = 0;
        m_bytes = 0;
    }

    void begin_cell(Attributes const& attributes)
    {
        std::string_view const reference = attributes["r"];
        std::size_t const column = reference.empty() ? m_column + 1 : column_of(reference);
        if (column <= m_column || column > most_columns) {
            fail(column > most_columns ? "the row has more than 16384 columns"
                                       : "the cell " + base::quoted(reference) + " stands out of order",
                 "no spreadsheet writes that: save the workbook again");
        }
        m_column = column;
        m_type = attributes["t"];
        m_style = static_cast<std::size_t>(std::max(base::parse_integer(attributes["s"]).value_or(0), 0LL));
        m_value.clear();
        m_has_formula = false;
    }

    void end_cell()
    {
        std::string text = m_value.empty() && m_has_formula ? "#FORMULA!" : text_of_value();
        if (base::trimmed(text).empty()) {
            return;
        }
        m_bytes += text.size() + 1;
        if (m_bytes > most_row_bytes) {
            fail("the row is longer than 1 MiB", "a cell may hold what is no text of a transaction");
        }
        m_cells.resize(m_column);
        m_cells.back() = std::move(text);
    }

    std::string text_of_value()
    {
        if (m_type == "s") {
            return shared_text();
        }
        if (m_type == "inlineStr" || m_type == "str") {
            return unescaped(m_value);
        }
        if (m_type == "b") {
            return m_value.empty() ? "" : m_value == "0" ? "FALSE" : "TRUE";
        }
        return m_type == "e" || m_type == "d" || m_value.empty() ? m_value : number_of_value();
    }

    std::string shared_text()
    {
        auto const index = base::parse_integer(m_value);
        if (!index || *index < 0 || static_cast<std::size_t>(*index) >= m_workbook.texts.size()) {
            fail("a cell refers to a text that the workbook does not have: " + base::quoted(m_value), "save it again");
        }
        return std::string(m_workbook.texts[static_cast<std::size_t>(*index)]);
    }

    std::string number_of_value()
    {
        auto number = number_text(base::trimmed(m_value));
        if (!number) {
            fail("a cell says that it holds a number, but holds " + base::quoted(m_value), "save the workbook again");
        }
        auto const shown = m_style < m_workbook.styles.size() ? m_workbook.styles[m_style] : Shown::number;
        return date_text(*number, shown, m_workbook.is_1904);
    }

    void end_row()
    {
        if (m_cells.empty()) {
            return;
        }
        m_width = std::max(m_width, m_cells.size());
        m_cells.resize(m_width);
        m_out.put(m_row, m_cells);
    }

    Workbook const& m_workbook;
    std::string m_file;
    RowWriter& m_out;
    std::vector<std::string> m_cells;
    std::size_t m_width = 0;
    std::int64_t m_row = 0;
    std::size_t m_column = 0;
    std::size_t m_bytes = 0; ///< of the row
    std::string m_type;
    std::size_t m_style = 0;
    std::string m_value;
    bool m_has_formula = false;
    bool m_is_in_value = false;
    bool m_is_phonetic = false;
};

/// Does a sheet hold anything?
struct Glance final : XmlHandler {
    void open(std::string_view name, Attributes const&) override
    {
        has_value = has_value || name == "v" || name == "is";
    }
    void close(std::string_view) override {}
    void text(std::string_view) override {}

    bool has_value = false;
};

bool holds_something(Archive const& archive, Workbook::Sheet const& sheet, std::string const& file)
{
    Glance glance;
    XmlReader reader(file, glance);
    archive.read(sheet.member, [&](std::string_view bytes) {
        reader.put(bytes);
        return !glance.has_value;
    });
    return glance.has_value;
}

/// Who has not chosen is told which other sheets there are.
std::vector<std::string> left_out(Archive const& archive, Workbook const& workbook, Workbook::Sheet const& chosen,
                                  std::string const& file)
{
    std::vector<std::string> names;
    for (auto const& sheet : workbook.sheets) {
        if (&sheet != &chosen && !sheet.is_hidden && holds_something(archive, sheet, file)) {
            names.push_back(sheet.name);
        }
    }
    return names;
}

} // namespace

Table read_xlsx(int descriptor, std::string const& name, Choice const& choice)
{
    Archive const archive(descriptor, name, Archive::Kind::zip);
    auto const workbook = Workbook::read(archive, name);
    auto const& sheet = workbook.sheet(choice.sheet, name);
    Table table;
    RowWriter out(table.text);
    SheetReader reader(workbook, name, out);
    read_xml(archive, sheet.member, name + ":" + sheet.member, reader);
    if (choice.sheet.empty()) {
        table.left_out = left_out(archive, workbook, sheet, name);
    }
    return table;
}

} // namespace pf::container
