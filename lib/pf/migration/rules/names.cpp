// Names that PostgreSQL cuts, and enum values that are used too early.
#include "pf/base/text.hpp"
#include "pf/migration/lint.hpp"
#include "pf/migration/rules/codes.hpp"
#include "pf/migration/rules/inspection.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace pf::migration::rules {

namespace {

constexpr std::size_t longest_name = 63; // NAMEDATALEN - 1

/// As the server cuts it: no character is broken.
std::string_view cut(std::string_view name)
{
    std::size_t end = longest_name;
    while (end > 0 && (static_cast<unsigned char>(name[end]) & 0xC0U) == 0x80U) {
        --end;
    }
    return name.substr(0, end);
}

void note_enum_value(Inspection const& inspection)
{
    auto cursor = inspection.cursor();
    cursor.take("ALTER TYPE");
    if (!cursor.take_name() || !cursor.take("ADD VALUE")) {
        return;
    }
    cursor.take("IF NOT EXISTS");
    if (!cursor.done() && cursor.rest().front().kind == Token::Kind::string) {
        inspection.section.enum_values.emplace_back(cursor.rest().front().text);
    }
}

} // namespace

void check_identifiers(Inspection const& inspection)
{
    if (!inspection.is_postgresql()) {
        return;
    }
    for (auto const& token : inspection.tokens) {
        auto const name = is_name(token) ? identifier(token, Dialect::postgresql) : std::string{};
        if (name.size() > longest_name) {
            inspection.report(code::identifier_too_long, token,
                              fmt::format("{} has {} bytes", base::quoted(name), name.size()),
                              "the server cuts it to 63 bytes and says nothing that stops you; two such names may meet",
                              std::string{cut(name)});
        }
    }
}

void check_enum_values(Inspection const& inspection)
{
    if (!inspection.is_postgresql() || !inspection.transactional) {
        return;
    }
    if (starts_with(inspection.tokens, "ALTER TYPE")) {
        return note_enum_value(inspection);
    }
    auto const& values = inspection.section.enum_values;
    auto const is_new_value = [&](Token const& token) {
        return token.kind == Token::Kind::string && std::find(values.begin(), values.end(), token.text) != values.end();
    };
    auto const used = std::find_if(inspection.tokens.begin(), inspection.tokens.end(), is_new_value);
    if (used != inspection.tokens.end() && !starts_with(inspection.tokens, "COMMENT")) {
        inspection.report(code::enum_value_in_same_file, *used,
                          fmt::format("enum value {} is used in the transaction that adds it", used->text),
                          "the server refuses it before the value is committed",
                          fmt::format("{}\n{};", next_file_mark, written(inspection.tokens)));
    }
}

} // namespace pf::migration::rules
