#include "pf/migration/rules/column.hpp"

#include "pf/base/text.hpp"

namespace pf::migration::rules {

namespace {

bool ends_default(Token const& token)
{
    constexpr std::array<std::string_view, 8> ends{"NOT",    "NULL",    "CONSTRAINT", "CHECK",
                                                   "UNIQUE", "PRIMARY", "REFERENCES", "GENERATED"};
    return token.kind == Token::Kind::word && is_one_of(ends, base::to_upper(token.text));
}

bool ends_type(Token const& token)
{
    return ends_default(token) || is(token, "DEFAULT") || is(token, "AS") || is(token, "USING") ||
           is(token, "COMPRESSION") || is(token, "STORAGE");
}

Tokens until(Tokens tokens, bool (*ends)(Token const&))
{
    auto const end = std::find_if(tokens.begin(), tokens.end(), ends);
    return tokens.first(static_cast<std::size_t>(end - tokens.begin()));
}

} // namespace

std::optional<Column> column_of(Inspection const& inspection, Tokens definition)
{
    auto cursor = inspection.cursor(definition);
    auto const name = cursor.take_name();
    if (!name) {
        return std::nullopt;
    }
    Column column{*name, until(cursor.rest(), ends_type), {}, {}};
    column.constraints = cursor.rest().subspan(column.type.size());
    if (auto const at = find(column.constraints, "DEFAULT"); at && *at + 1 < column.constraints.size()) {
        auto const value = column.constraints.subspan(*at + 1);
        column.default_value =
            is(value.front(), "NULL") ? Tokens{} : value.first(1 + until(value.subspan(1), ends_default).size());
    }
    return column;
}

Tokens only_type(Tokens type)
{
    return until(type, ends_type);
}

Tokens only_reference(Tokens constraints)
{
    return constraints.first(1 + until(constraints.subspan(1), ends_default).size());
}

std::string type_name(Inspection const& inspection, Tokens type)
{
    auto const name = inspection.cursor(type).take_name();
    return name ? name->name : std::string{};
}

} // namespace pf::migration::rules
