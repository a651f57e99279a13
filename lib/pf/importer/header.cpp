#include "pf/importer/header.hpp"

#include "pf/base/text.hpp"
#include "pf/csv/reader.hpp"

#include <algorithm>
#include <optional>

namespace pf::importer {

namespace {

using Names = std::span<std::string_view const>;

std::size_t position_of(Names header, std::string_view name)
{
    for (std::size_t index = 0; index < header.size(); ++index) {
        if (base::equal_ignoring_case(base::trimmed(header[index]), name)) {
            return index;
        }
    }
    return Binding::missing;
}

std::size_t position_of(Names header, Column const& column, Binding const& binding)
{
    if (column.after) {
        std::size_t const left = binding.fields[*column.after];
        return left != Binding::missing && left + 1 < header.size() ? left + 1 : Binding::missing;
    }
    for (std::string const& name : column.headers) {
        std::size_t const index = position_of(header, name);
        if (index != Binding::missing) {
            return index;
        }
    }
    return Binding::missing;
}

void bind_column(Binding& binding, Names header, Column const& column, std::vector<bool>& claimed)
{
    if (!column.joined.empty()) {
        binding.fields.push_back(Binding::missing);
        binding.names.push_back(binding.names[column.joined.front()]);
        return;
    }
    std::size_t const index = position_of(header, column, binding);
    binding.fields.push_back(index);
    if (index != Binding::missing) {
        claimed[index] = true;
        std::string_view const name = base::trimmed(header[index]);
        binding.names.emplace_back(name.empty() && column.after ? std::string_view(binding.names[*column.after])
                                                                : name);
        return;
    }
    std::string const name = column.after ? "the one behind " + binding.names[*column.after] : column.headers.front();
    binding.names.push_back(name);
    if (!column.is_optional) {
        binding.lacks.push_back(name);
    }
}

bool is_unused(Format const& format, std::string_view name)
{
    return std::any_of(format.unused_headers.begin(), format.unused_headers.end(),
                       [name](std::string const& unused) { return base::equal_ignoring_case(unused, name); });
}

void find_excess(Binding& binding, Format const& format, Names header, std::vector<bool> const& claimed)
{
    for (std::size_t index = 0; index < header.size(); ++index) {
        std::string_view const name = base::trimmed(header[index]);
        bool const is_repeated = !name.empty() && position_of(header, name) != index;
        if (is_repeated || (!claimed[index] && !format.allows_other_columns && !is_unused(format, name))) {
            binding.excess.emplace_back(name);
        }
    }
}

/// How near a header is to fitting; more is nearer.
std::ptrdiff_t nearness(Binding const& binding)
{
    auto const bound = std::count_if(binding.fields.begin(), binding.fields.end(),
                                     [](std::size_t field) { return field != Binding::missing; });
    return bound * 2 - static_cast<std::ptrdiff_t>(binding.lacks.size() * 2 + binding.excess.size());
}

void consider_rows(FoundHeader& best, Format const& format, std::string_view head, std::string const& file,
                   char delimiter)
{
    csv::Reader reader(csv::Source::from_text(head, file), {delimiter, '"'});
    csv::Row row;
    for (std::size_t index = 0; index < format.header_within && reader.next(row); ++index) {
        Binding binding = bind_header(format, row.fields);
        if (!best.has_rows ||
            (!best.binding.matches() && (binding.matches() || nearness(binding) > nearness(best.binding)))) {
            best = {std::move(binding), delimiter, index, true, std::nullopt};
        }
    }
}

} // namespace

Binding bind_header(Format const& format, Names header)
{
    Binding binding;
    binding.width = header.size();
    std::vector<bool> claimed(header.size(), false);
    for (Column const& column : format.columns) {
        bind_column(binding, header, column, claimed);
    }
    find_excess(binding, format, header, claimed);
    return binding;
}

FoundHeader find_header(Format const& format, std::string_view head, std::string const& file)
{
    FoundHeader best;
    std::optional<Error> problem;
    for (char const delimiter : format.delimiters) {
        try {
            consider_rows(best, format, head, file, delimiter);
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
    return text;
}

} // namespace pf::importer
