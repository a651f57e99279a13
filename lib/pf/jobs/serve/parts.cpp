#include "pf/jobs/serve/parts.hpp"

#include "pf/base/text.hpp"
#include "pf/http/cursor.hpp"
#include "pf/jobs/serve/parameter_kinds.hpp"

#include <fmt/format.h>

namespace pf::jobs::serve {

namespace {

constexpr std::int64_t most_rows = 1000;

} // namespace

std::vector<Parameter> of_part()
{
    return {whole("limit", 1, most_rows, "At most so many rows; the field Link leads to the next ones"),
            text("cursor", "Where the part before ended, as the field Link says it")};
}

std::string scope_of(Question const& question, Values const& values, cli::Common const& common)
{
    return fmt::format("{}\n{}\n{}", question.path, common.account.value_or(""), values.canonical({"limit", "cursor"}));
}

std::string cursor_at(report::RowMark const& row, std::string const& scope)
{
    auto place = row.key;
    place.push_back(std::to_string(row.number));
    return http::cursor_of(place, scope);
}

std::optional<report::RowMark> row_at(std::string const& cursor, std::string const& scope)
{
    auto place = http::place_of(cursor, scope);
    auto const number = place && !place->empty() ? base::parse_integer(place->back()) : std::nullopt;
    if (!number) {
        return std::nullopt;
    }
    place->pop_back();
    return report::RowMark{*std::move(place), *number};
}

Part part_of(Values const& values, std::string const& scope, std::vector<http::Fault>& faults)
{
    Part part{static_cast<std::size_t>(values.whole("limit").value_or(0)), std::nullopt};
    if (!values.has("cursor")) {
        return part;
    }
    part.after = row_at(values.text("cursor"), scope);
    if (!part.after) {
        faults.push_back({"cursor", "is none of this question",
                          "take the address that the field Link of the part before names, as it is"});
    } else if (part.limit == 0) {
        faults.push_back({"cursor", "is given without limit", "say how many rows there may be"});
    }
    return part;
}

report::Keep keep_of(LongList const& list)
{
    report::Keep keep;
    keep.grid = list.grid;
    keep.key = list.key;
    keep.repeats = list.repeats;
    return keep;
}

std::string link_to_next(http::Target target, std::string const& cursor)
{
    std::erase_if(target.query, [](auto const& pair) { return pair.first == "cursor"; });
    target.query.emplace_back("cursor", cursor);
    return fmt::format("<{}>; rel=\"next\"", http::to_text(target));
}

} // namespace pf::jobs::serve
