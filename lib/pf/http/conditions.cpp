#include "pf/http/conditions.hpp"

#include "pf/base/text.hpp"

#include <algorithm>

namespace pf::http {

namespace {

/// How specific a range is for a type, and how much it is wanted, in thousandths.
struct Wish {
    int precision = -1; ///< none fits
    int weight = 0;
};

std::string_view without_weakness(std::string_view tag)
{
    return tag.starts_with("W/") ? tag.substr(2) : tag;
}

/// `0.5`, with at most three decimals, as 500.
int weight_of(std::string_view text)
{
    if (text.empty() || (text[0] != '0' && text[0] != '1') || (text.size() > 1 && text[1] != '.') || text.size() > 5) {
        return 0;
    }
    int weight = (text[0] - '0') * 1000;
    int part = 100;
    for (char const c : text.substr(std::min<std::size_t>(2, text.size()))) {
        weight += c >= '0' && c <= '9' ? (c - '0') * part : 0;
        part /= 10;
    }
    return std::min(weight, 1000);
}

int precision_of(std::string_view range, std::string_view type)
{
    if (base::equal_ignoring_case(range, type)) {
        return 2;
    }
    if (range == "*/*") {
        return 0;
    }
    return range.ends_with("/*") &&
                   base::equal_ignoring_case(range.substr(0, range.size() - 1), type.substr(0, type.find('/') + 1))
               ? 1
               : -1;
}

Wish wish_for(std::string_view accept, std::string_view type)
{
    Wish wish;
    for (auto const item : base::split(accept, ',')) {
        auto const parts = base::split(item, ';');
        auto const precision = precision_of(base::trimmed(parts.front()), type);
        int weight = 1000;
        for (std::size_t i = 1; i < parts.size(); ++i) {
            auto const parameter = base::trimmed(parts[i]);
            weight = parameter.starts_with("q=") ? weight_of(parameter.substr(2)) : weight;
        }
        wish = precision > wish.precision ? Wish{precision, weight} : wish;
    }
    return wish;
}

} // namespace

bool names_etag(std::string_view if_none_match, std::string_view etag)
{
    return base::trimmed(if_none_match) == "*" || lists_etag(if_none_match, etag);
}

bool lists_etag(std::string_view if_none_match, std::string_view etag)
{
    auto const tags = base::split(if_none_match, ',');
    return std::ranges::any_of(tags, [&](std::string_view tag) {
        auto const trimmed = base::trimmed(tag);
        return !trimmed.empty() && without_weakness(trimmed) == without_weakness(etag);
    });
}

std::optional<Media> chosen_media(std::string_view accept)
{
    if (base::trimmed(accept).empty()) {
        return Media::json;
    }
    auto const json = wish_for(accept, "application/json");
    auto const csv = wish_for(accept, "text/csv");
    if (json.weight == 0 && csv.weight == 0) {
        return std::nullopt;
    }
    auto const prefers_csv = csv.weight > json.weight || (csv.weight == json.weight && csv.precision > json.precision);
    return prefers_csv ? Media::csv : Media::json;
}

} // namespace pf::http
