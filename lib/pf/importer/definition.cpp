#include "pf/importer/definition.hpp"

#include "pf/base/error.hpp"
#include "pf/base/text.hpp"
#include "pf/importer/definition_parser.hpp"

#include <algorithm>
#include <stdexcept>

namespace pf::importer {

namespace {

Slot slot_of(Slot::Kind kind, std::size_t index)
{
    return {kind, static_cast<std::uint16_t>(index)};
}

} // namespace

std::optional<std::size_t> DefinitionParser::index_of(std::vector<std::string> const& names, std::string_view name)
{
    auto const found = std::find(names.begin(), names.end(), name);
    return found == names.end() ? std::nullopt : std::optional(static_cast<std::size_t>(found - names.begin()));
}

Format DefinitionParser::parse()
{
    m_top.allow_only(
        {"name",           "title",    "delimiters",  "header_within", "numbers",        "ambiguous_numbers",
         "dates",          "timezone", "empty_words", "columns",       "unused_columns", "other_columns",
         "rule_column",    "lists",    "defaults",    "group",         "continuation",   "companion",
         "identifying_id", "rule"});
    read_basics();
    m_format.numbers = numbers_of(m_top, {});
    read_dates();
    read_columns();
    read_lists();
    read_shared_names();
    read_row_structure();
    read_companion();
    read_rules();
    return std::move(m_format);
}

void DefinitionParser::read_basics()
{
    m_format.name = m_top.required_text("name");
    m_format.title = m_top.required_text("title");
    if (m_top.has("delimiters")) {
        m_format.delimiters = m_top.required_text("delimiters");
    }
    std::int64_t const within = m_top.number("header_within", 1);
    if (within < 1 || within > 100) {
        m_top.fail("header_within", "header_within is not between 1 and 100");
    }
    m_format.header_within = static_cast<std::size_t>(within);
    m_format.empty_words = m_top.texts("empty_words");
    m_format.unused_headers = m_top.texts("unused_columns");
    m_format.id_identifies = m_top.flag("identifying_id");
    std::string const others = m_top.text("other_columns");
    if (!others.empty() && others != "allow" && others != "refuse") {
        m_top.fail("other_columns", "other_columns " + base::quoted(others) + " is neither \"allow\" nor \"refuse\"");
    }
    m_format.allows_other_columns = others == "allow";
}

NumberStyles DefinitionParser::numbers_of(TomlReader const& table, NumberStyles styles)
{
    if (toml::node const* const node = table.table().get("numbers")) {
        styles.styles.clear();
        for (std::string const& sample : table.texts("numbers")) {
            styles.styles.push_back(table.at(*node, [&] { return style_of_sample(sample); }));
        }
        if (styles.styles.empty()) {
            table.fail(*node, "numbers is empty");
        }
    }
    std::string const ambiguous = table.text("ambiguous_numbers");
    if (!ambiguous.empty() && ambiguous != "first" && ambiguous != "reject") {
        table.fail("ambiguous_numbers", base::quoted(ambiguous) + " is neither \"first\" nor \"reject\"");
    }
    styles.first_wins = ambiguous.empty() ? styles.first_wins : ambiguous == "first";
    return styles;
}

void DefinitionParser::read_dates()
{
    for (std::string const& pattern : m_top.texts("dates")) {
        m_format.dates.push_back(m_top.at(*m_top.table().get("dates"), [&] { return DatePattern(pattern); }));
    }
    if (m_format.dates.empty()) {
        m_format.dates.emplace_back("iso");
    }
    if (m_top.has("timezone")) {
        m_format.zone =
            m_top.at(*m_top.table().get("timezone"), [&] { return find_time_zone(m_top.text("timezone")); });
    }
}

std::optional<std::size_t> DefinitionParser::column_index(std::string_view alias) const
{
    auto const found = std::find_if(m_format.columns.begin(), m_format.columns.end(),
                                    [alias](Column const& column) { return column.alias == alias; });
    return found == m_format.columns.end() ? std::nullopt
                                           : std::optional(static_cast<std::size_t>(found - m_format.columns.begin()));
}

Slot DefinitionParser::required_column(TomlReader const& table, toml::node const& node, std::string const& alias) const
{
    auto const index = column_index(alias);
    if (!index) {
        auto const nearest = base::nearest(alias, names());
        table.fail(node, base::quoted(alias) + " is not a column of this format",
                   nearest ? "did you mean " + base::quoted(*nearest) + "?" : "");
    }
    return slot_of(Slot::Kind::column, *index);
}

void DefinitionParser::read_columns()
{
    TomlReader const columns = m_top.sub_table("columns");
    std::vector<std::pair<std::string, TomlReader>> dependent; // on other columns, so they come last
    for (auto const& [key, node] : columns.table()) {
        if (!node.is_table()) {
            m_format.columns.push_back(column_of(key.str(), node));
            continue;
        }
        TomlReader const table(*node.as_table(), m_top.file());
        if (table.has("join") || table.has("after")) {
            dependent.emplace_back(key.str(), table);
        } else {
            m_format.columns.push_back(column_of_table(key.str(), table));
        }
    }
    if (columns.table().empty()) {
        m_top.fail("columns", "the definition has no [columns]");
    }
    for (auto const& [alias, table] : dependent) {
        m_format.columns.push_back(column_of_table(alias, table));
    }
    std::string const rule_column = m_top.text("rule_column");
    if (!rule_column.empty()) {
        m_format.rule_column = required_column(m_top, *m_top.table().get("rule_column"), rule_column).index;
    }
}

void DefinitionParser::add_headers(Column& column, std::vector<std::string> const& texts)
{
    for (std::string_view text : texts) {
        if (text.ends_with('?')) {
            column.is_optional = true;
            text.remove_suffix(1);
        }
        column.headers.emplace_back(text);
    }
}

Column DefinitionParser::column_of(std::string_view alias, toml::node const& node) const
{
    Column column;
    column.alias = alias;
    column.numbers = m_format.numbers;
    add_headers(column, m_top.texts_of(node, alias));
    return column;
}

Column DefinitionParser::column_of_table(std::string_view alias, TomlReader const& table)
{
    table.allow_only({"name", "after", "join", "numbers", "ambiguous_numbers", "money", "until"});
    Column column;
    column.alias = alias;
    add_headers(column, table.texts("name"));
    if (table.has("after")) {
        column.after = required_column(table, *table.table().get("after"), table.text("after")).index;
    }
    for (std::string const& part : table.texts("join")) {
        column.joined.push_back(required_column(table, *table.table().get("join"), part).index);
    }
    int const places = (column.headers.empty() ? 0 : 1) + (column.after ? 1 : 0) + (column.joined.empty() ? 0 : 1);
    if (places != 1) {
        table.fail(table.table(), "column " + base::quoted(alias) + " needs exactly one of name, after and join");
    }
    column.until = table.text("until");
    column.numbers = numbers_of(table, m_format.numbers);
    column.numbers.money = table.flag("money");
    return column;
}

void DefinitionParser::read_lists()
{
    TomlReader const lists = m_top.sub_table("lists");
    for (auto const& [key, node] : lists.table()) {
        m_lists[std::string(key.str())] = lists.texts_of(node, key.str());
    }
}

/// The names that rows hand to each other must be known before the first formula is read.
void DefinitionParser::read_shared_names()
{
    for (TomlReader const& rule : m_top.sub_tables("rule")) {
        for (std::string_view const gift : {"give", "share"}) {
            TomlReader const gifts = rule.sub_table(gift);
            for (auto const& [name, node] : gifts.table()) {
                if (!index_of(m_format.group_names, name.str())) {
                    m_format.group_names.emplace_back(name.str());
                }
            }
        }
    }
    TomlReader const companion = m_top.sub_table("companion");
    TomlReader const values = companion.sub_table("values");
    for (auto const& [name, node] : values.table()) {
        m_format.companion_names.emplace_back(name.str());
    }
}

std::optional<Slot> DefinitionParser::resolve(std::string_view name) const
{
    constexpr std::string_view group_prefix = "group.";
    constexpr std::string_view companion_prefix = "companion.";
    if (name == "default_account") {
        return slot_of(Slot::Kind::default_account, 0);
    }
    if (name.starts_with(group_prefix)) {
        auto const index = index_of(m_format.group_names, name.substr(group_prefix.size()));
        return index ? std::optional(slot_of(Slot::Kind::group, *index)) : std::nullopt;
    }
    if (name.starts_with(companion_prefix)) {
        auto const index = index_of(m_format.companion_names, name.substr(companion_prefix.size()));
        return index ? std::optional(slot_of(Slot::Kind::companion, *index)) : std::nullopt;
    }
    if (auto const index = index_of(m_captures, name)) {
        return slot_of(Slot::Kind::capture, *index);
    }
    auto const index = column_index(name);
    return index ? std::optional(slot_of(Slot::Kind::column, *index)) : std::nullopt;
}

std::vector<std::string> DefinitionParser::names() const
{
    std::vector<std::string> names = m_captures;
    for (Column const& column : m_format.columns) {
        names.push_back(column.alias);
    }
    return names;
}

Expression DefinitionParser::expression_of(TomlReader const& table, toml::node const& node) const
{
    if (!node.is_string()) {
        table.fail(node, "a formula is a text", "put it in quotes");
    }
    std::string const& text = node.as_string()->get();
    if (text.empty()) {
        return {};
    }
    return table.at(node, [&] { return Expression(text, [this](std::string_view name) { return resolve(name); }); });
}

Format parse_definition(std::string_view text, std::string const& file)
{
    toml::table table;
    try {
        table = toml::parse(text, file);
    } catch (toml::parse_error const& error) {
        throw Error(ExitCode::config, "is not TOML: " + std::string(error.description()),
                    file + ":" + std::to_string(error.source().begin.line));
    }
    return DefinitionParser(TomlReader(table, file), file).parse();
}

} // namespace pf::importer
