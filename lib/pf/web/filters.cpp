#include "pf/web/filters.hpp"

#include <algorithm>

namespace pf::web {

namespace {

std::vector<std::string> accounts_of(View const& view)
{
    std::vector<std::string> names;
    if (auto const* const grid = view.answer("accounts").grid("accounts")) {
        for (auto const& row : grid->rows) {
            names.push_back(Cells{*grid}.text(row, "account"));
        }
    }
    return names;
}

Markup option(std::string const& value, std::string const& label, std::string const& chosen)
{
    Attributes attributes{{"value", value}};
    if (value == chosen) {
        attributes.push_back({"selected", ""});
    }
    return element("option", attributes, label);
}

Markup choice(Filter const& field, std::vector<std::string> const& words, std::string const& chosen)
{
    auto options = option("", field.otherwise, chosen);
    for (auto const& word : words) {
        options += option(word, word, chosen);
    }
    return element("select", {{"name", field.name}}, options);
}

Markup input(View const& view, Filter const& field)
{
    auto const value = view.value(field.name);
    switch (field.kind) {
    case Filter::Kind::account:
        return choice(field, accounts_of(view), value);
    case Filter::Kind::choice:
        return choice(field, field.words, value);
    case Filter::Kind::day:
        return lone("input", {{"type", "date"}, {"name", field.name}, {"value", value}});
    case Filter::Kind::text:
        return lone("input", {{"type", "search"}, {"name", field.name}, {"value", value}, {"size", "12"}});
    }
    return {};
}

} // namespace

Markup filters(View const& view, std::vector<Filter> const& fields)
{
    Markup inside;
    for (auto const& field : fields) {
        bool const is_idle = field.kind == Filter::Kind::account && accounts_of(view).size() < 2;
        inside += is_idle ? Markup{} : element("label", {}, element("span", {}, field.label) + input(view, field));
    }
    for (auto const& [name, value] : view.query) {
        bool const is_place = name == "page" || name == "before" || name == "after";
        if (!is_place && std::ranges::find(fields, name, &Filter::name) == fields.end()) {
            inside += lone("input", {{"type", "hidden"}, {"name", name}, {"value", value}});
        }
    }
    inside += element("button", {{"type", "submit"}}, "Show");
    return element("form", {{"class", "filters"}, {"method", "get"}, {"action", view.url.text()}}, inside);
}

Filter account_filter()
{
    return {"account", "Account", Filter::Kind::account, {}, "all"};
}

Filter day_filter(std::string name, std::string label)
{
    return {std::move(name), std::move(label), Filter::Kind::day};
}

Filter method_filter()
{
    return {"method",
            "Method",
            Filter::Kind::choice,
            {"fifo", "lifo", "hifo", "lofo", "average", "specific"},
            "of the account"};
}

} // namespace pf::web
