#include "pf/importer/header.hpp"

#include "pf/base/text.hpp"
#include "pf/csv/reader.hpp"
#include "pf/importer/spelling.hpp"

#include <algorithm>
#include <deque>
#include <iterator>
#include <utility>

namespace pf::importer {

namespace {

using Names = std::span<std::string_view const>;

bool matches(HeaderName const& name, std::string_view header, std::vector<std::string_view>& kept)
{
    return name.pattern ? name.pattern->matches(header, kept) : base::equal_ignoring_case(header, name.text);
}

std::size_t position_of(Names header, HeaderName const& name, std::vector<std::string_view>& kept)
{
    std::size_t seen = 0;
    for (std::size_t index = 0; index < header.size(); ++index) {
        if (matches(name, header[index], kept) && ++seen == name.nth) {
            return index;
        }
    }
    return Binding::missing;
}

/// What a header's gaps hold is the value of the columns of their names.
void keep_values(Binding& binding, Format const& format, HeaderName const& name,
                 std::vector<std::string_view> const& kept)
{
    std::vector<std::string> const gaps = name.pattern ? name.pattern->names() : std::vector<std::string>();
    for (std::size_t gap = 0; gap < gaps.size(); ++gap) {
        for (std::size_t index = 0; index < format.columns.size(); ++index) {
            if (format.columns[index].alias == gaps[gap] && binding.values[index].empty()) {
                binding.values[index] = kept[gap];
            }
        }
    }
}

std::size_t position_of(Names header, Format const& format, Column const& column, Binding& binding)
{
    if (column.after) {
        std::size_t const left = binding.fields[*column.after];
        bool const is_there = left != Binding::missing && left + 1 < header.size() && header[left + 1].empty();
        return is_there ? left + 1 : Binding::missing;
    }
    std::vector<std::string_view> kept;
    for (HeaderName const& name : column.headers) {
        std::size_t const index = position_of(header, name, kept);
        if (index != Binding::missing) {
            keep_values(binding, format, name, kept);
            return index;
        }
    }
    bool const may_be_at = column.headers.empty() || header.size() == format.width;
    return column.at && may_be_at && *column.at < header.size() ? *column.at : Binding::missing;
}

std::string name_of_missing(Binding const& binding, Column const& column)
{
    if (column.headers.empty() && column.at) {
        return "field " + std::to_string(*column.at + 1);
    }
    return column.after ? "the one behind " + binding.names[*column.after] : column.headers.front().text;
}

void bind_column(Binding& binding, Names header, Format const& format, Column const& column, std::vector<bool>& claimed)
{
    if (!column.joined.empty()) {
        binding.fields.push_back(Binding::missing);
        binding.names.push_back(binding.names[column.joined.front()]);
        return;
    }
    std::size_t const index = position_of(header, format, column, binding);
    binding.fields.push_back(index);
    if (index == Binding::missing) {
        binding.names.push_back(name_of_missing(binding, column));
        return;
    }
    claimed[index] = true;
    bool const has_no_name = column.at && column.headers.empty();
    std::string_view const name = has_no_name ? std::string_view(column.alias) : header[index];
    binding.names.emplace_back(name.empty() && column.after ? std::string_view(binding.names[*column.after]) : name);
}

/// A column that the file lacks is none that it should have when another's header tells its value.
void find_lacks(Binding& binding, Format const& format)
{
    for (std::size_t index = 0; index < format.columns.size(); ++index) {
        Column const& column = format.columns[index];
        bool const is_missing = binding.fields[index] == Binding::missing && binding.values[index].empty();
        if (is_missing && !column.is_optional && column.joined.empty()) {
            binding.lacks.push_back(binding.names[index]);
        }
    }
}

bool is_unused(Format const& format, std::string_view name)
{
    std::vector<std::string_view> kept;
    return std::any_of(format.unused_headers.begin(), format.unused_headers.end(),
                       [&](TextPattern const& unused) { return unused.matches(name, kept); });
}

void find_excess(Binding& binding, Format const& format, Names header, std::vector<bool> const& claimed)
{
    for (std::size_t index = 0; index < header.size(); ++index) {
        std::string_view const name = header[index];
        if (claimed[index] || is_unused(format, name) || format.other_columns == OtherColumns::allow) {
            continue;
        }
        if (format.other_columns == OtherColumns::refuse) {
            binding.excess.emplace_back(name);
            continue;
        }
        binding.unread.push_back(index);
        binding.unread_names.push_back(name.empty() ? "column " + std::to_string(index + 1) : std::string(name));
    }
}

/// How near a header is to fitting; more is nearer.
std::ptrdiff_t nearness(Binding const& binding)
{
    auto const bound = static_cast<std::ptrdiff_t>(bound_columns(binding));
    return bound * 2 - static_cast<std::ptrdiff_t>(binding.lacks.size() * 2 + binding.excess.size());
}

void consider_rows(FoundHeader& best, Format const& format, Head& head, char delimiter)
{
    for (std::size_t index = 0; index < format.header_within; ++index) {
        auto const* const row = head.row(delimiter, index);
        if (row == nullptr) {
            return;
        }
        Binding binding = bind_header(format, *row);
        if (!best.has_rows ||
            (!best.binding.matches() && (binding.matches() || nearness(binding) > nearness(best.binding)))) {
            best = {std::move(binding), delimiter, index, true, std::nullopt};
        }
        if (best.binding.matches()) {
            return;
        }
    }
}

} // namespace

bool Binding::matches() const
{
    return lacks.empty() && excess.empty() && unread.size() <= bound_columns(*this);
}

std::size_t bound_columns(Binding const& binding)
{
    return static_cast<std::size_t>(std::count_if(binding.fields.begin(), binding.fields.end(),
                                                  [](std::size_t field) { return field != Binding::missing; }));
}

Binding bind_header(Format const& format, Names as_written)
{
    std::deque<std::string> written;
    std::vector<std::string_view> header;
    for (std::string_view const name : as_written) {
        header.push_back(with_plain_blanks(name, written.emplace_back()));
    }
    Binding binding;
    binding.width = header.size();
    binding.ends_empty = !header.empty() && header.back().empty();
    binding.values.resize(format.columns.size());
    std::vector<bool> claimed(header.size(), false);
    for (Column const& column : format.columns) {
        bind_column(binding, header, format, column, claimed);
    }
    find_lacks(binding, format);
    find_excess(binding, format, header, claimed);
    return binding;
}

/// Those that were read so far, and why there is no further one.
struct Head::Rows {
    struct Kept {
        std::vector<std::string> texts;
        std::vector<std::string_view> fields;
    };

    Rows(std::string_view text, std::string const& file, char delimiter)
        : reader(csv::Source::from_text(text, file), {delimiter, '"'})
    {
    }

    void read_on()
    {
        csv::Row row;
        try {
            has_ended = !reader.next(row);
        } catch (Error const& error) {
            problem = error;
            return;
        }
        if (!has_ended) {
            Kept& row_kept = kept.emplace_back();
            row_kept.texts.assign(row.fields.begin(), row.fields.end());
            row_kept.fields.assign(row_kept.texts.begin(), row_kept.texts.end());
        }
    }

    csv::Reader reader;
    std::deque<Kept> kept;
    bool has_ended = false;
    std::optional<Error> problem;
};

Head::Head(std::string_view text, std::string file) : m_text(text), m_file(std::move(file)) {}

Head::~Head() = default;

std::vector<std::string_view> const* Head::row(char delimiter, std::size_t index)
{
    auto& rows = m_rows[delimiter];
    if (!rows) {
        rows = std::make_unique<Rows>(m_text, m_file, delimiter);
    }
    while (rows->kept.size() <= index && !rows->has_ended && !rows->problem) {
        rows->read_on();
    }
    if (index < rows->kept.size()) {
        return &rows->kept[index].fields;
    }
    if (rows->problem) {
        throw Error(*rows->problem);
    }
    return nullptr;
}

FoundHeader find_header(Format const& format, Head& head)
{
    FoundHeader best;
    std::optional<Error> problem;
    bool const takes_comma = format.delimiters.find(',') != std::string::npos;
    for (char const delimiter : format.delimiters + (takes_comma ? "" : ",")) {
        if (best.has_rows && best.binding.matches()) {
            break;
        }
        try {
            consider_rows(best, format, head, delimiter);
        } catch (Error const& error) {
            problem = problem ? problem : std::optional(error);
        }
    }
    if (!best.has_rows) {
        best.problem = std::move(problem);
    }
    return best;
}

std::string describe_mismatch(Binding const& binding)
{
    auto const quoted_list = [](std::vector<std::string> const& names) {
        std::vector<std::string> quoted;
        std::transform(names.begin(), names.end(), std::back_inserter(quoted),
                       [](std::string const& name) { return base::quoted(name); });
        if (quoted.size() > 6) {
            quoted.resize(6);
            quoted.emplace_back("…");
        }
        return base::join(quoted, ", ");
    };
    std::string text;
    if (!binding.lacks.empty()) {
        text = "the header lacks " + quoted_list(binding.lacks);
    }
    if (!binding.excess.empty()) {
        text += text.empty() ? "the header has " : " and has ";
        text += quoted_list(binding.excess) + ", unknown to the format or twice";
    }
    if (text.empty() && !binding.matches()) {
        text = "more of the header's columns are unknown to the format than known";
    }
    return text;
}

} // namespace pf::importer
