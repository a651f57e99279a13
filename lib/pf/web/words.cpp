#include "pf/web/words.hpp"

#include <functional>
#include <map>

namespace pf::web {

namespace {

/// `opening_transaction_id` as `Opening transaction id`
std::string words_of(std::string key)
{
    for (auto& c : key) {
        c = c == '_' ? ' ' : c;
    }
    if (!key.empty() && key.front() >= 'a' && key.front() <= 'z') {
        key.front() = static_cast<char>(key.front() - 'a' + 'A');
    }
    return key;
}

} // namespace

Markup arrow(int sign)
{
    return sign == 0 ? Markup{} : element("span", {{"class", "arrow"}, {"aria-hidden", "true"}}, sign > 0 ? "▲" : "▼");
}

Markup signed_text(Markup const& figure, int sign)
{
    return sign == 0 ? figure : element("span", {{"class", sign > 0 ? "up" : "down"}}, figure + arrow(sign));
}

Markup unknown_mark()
{
    return element("span", {{"class", "unknown"}, {"title", "not known"}}, "?");
}

Markup hidden_amount()
{
    return element("span", {{"class", "hidden"}, {"title", "hidden"}}, "•••");
}

std::string title_of(report::Column const& column)
{
    static std::map<std::string, std::string, std::less<>> const titles{{"first_transaction_date", "First"},
                                                                        {"opening_transaction_id", "From transaction"},
                                                                        {"purchase_price", "Paid each"},
                                                                        {"import_id", "Import"},
                                                                        {"line_no", "Line"},
                                                                        {"transaction_id", "ID"},
                                                                        {"made_by", "By"}};
    auto const found = titles.find(column.key);
    return !column.title.empty() ? column.title : found == titles.end() ? words_of(column.key) : found->second;
}

Markup command(std::string_view text)
{
    return element("code", {}, text);
}

Markup section(std::string_view heading, Markup const& inside)
{
    return element("section", {}, element("h2", {}, heading) + inside);
}

Markup notes(std::vector<std::string> const& lines)
{
    Markup items;
    for (auto const& line : lines) {
        if (line.starts_with("? ")) {
            continue; // the page names them, and the way out
        }
        items += element("li", {}, isolated(line));
    }
    return items.is_empty() ? items : element("ul", {{"class", "notes"}}, items);
}

} // namespace pf::web
