#include "pf/migration/rules/inspection.hpp"

#include "pf/base/text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace pf::migration::rules {

namespace {

constexpr std::array<std::string_view, 5> created_kinds{"TABLE", "INDEX", "VIEW", "SEQUENCE", "TYPE"};
constexpr std::size_t most_words_before_kind = 4; // CREATE OR REPLACE TEMPORARY VIEW

std::string_view kind_at(Cursor const& cursor)
{
    auto const* const kind = std::find_if(created_kinds.begin(), created_kinds.end(),
                                          [&](std::string_view word) { return cursor.at(word); });
    return kind == created_kinds.end() ? std::string_view{} : *kind;
}

} // namespace

bool Inspection::is_new(Name const& name) const
{
    return std::any_of(section.created.begin(), section.created.end(),
                       [&](Name const& created) { return created.may_be(name); });
}

void Inspection::report(std::string_view code, Token const& token, std::string message, std::string reason,
                        std::string rewrite) const
{
    found.push_back({code, token.offset, std::move(message), std::move(reason), std::move(rewrite)});
}

Creation creation(Inspection const& inspection)
{
    auto cursor = inspection.cursor();
    if (!cursor.take("CREATE")) {
        return {};
    }
    for (std::size_t skipped = 0; skipped < most_words_before_kind && kind_at(cursor).empty(); ++skipped) {
        cursor.skip();
    }
    Creation creation{kind_at(cursor), {}, {}};
    if (creation.kind.empty()) {
        return {};
    }
    cursor.skip();
    cursor.take("CONCURRENTLY");
    cursor.take("IF NOT EXISTS");
    if (creation.kind != "INDEX" || !cursor.at("ON")) {
        creation.name = cursor.take_name();
    }
    creation.rest = cursor.rest();
    return creation;
}

std::optional<Alteration> alteration(Inspection const& inspection)
{
    auto cursor = inspection.cursor();
    if (!cursor.take("ALTER TABLE")) {
        return std::nullopt;
    }
    cursor.take("IF EXISTS");
    cursor.take("ONLY");
    auto table = cursor.take_name();
    if (!table) {
        return std::nullopt;
    }
    cursor.take("*");
    return Alteration{*table, split_at_commas(cursor.rest())};
}

std::optional<Constraint> constraint(Inspection const& inspection, Tokens element)
{
    auto cursor = inspection.cursor(element);
    Constraint found;
    if (cursor.take("CONSTRAINT")) {
        found.name = cursor.take_name();
    }
    for (auto const* kind : {"CHECK", "FOREIGN KEY", "UNIQUE", "PRIMARY KEY", "EXCLUDE"}) {
        if (cursor.at(kind)) {
            found.body = cursor.rest();
            return found;
        }
    }
    return std::nullopt;
}

Tokens inside(Tokens group)
{
    if (!starts_with(group, "(")) {
        return {};
    }
    std::size_t const length = group_length(group);
    bool const closed = is(group[length - 1], ")");
    return group.subspan(1, length - (closed ? 2 : 1));
}

std::string chosen_name(Name const& table, std::string_view columns, std::string_view ending)
{
    auto const plain = [](char byte) {
        return (byte >= 'a' && byte <= 'z') || (byte >= '0' && byte <= '9') || byte == '_';
    };
    std::string name = table.name;
    for (auto const column : base::split(columns, ',')) {
        name += column.empty() ? std::string{} : "_" + std::string{base::trimmed(column)};
    }
    name = base::to_lower(name + "_" + std::string{ending});
    std::replace_if(
        name.begin(), name.end(), [&](char byte) { return !plain(byte); }, '_');
    return name;
}

} // namespace pf::migration::rules
