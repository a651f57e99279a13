#include "pf/importer/definition.hpp"

#include "pf/base/error.hpp"
#include "pf/base/nesting.hpp"
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

toml::table parse_toml(std::string_view text, std::string const& file)
{
    if (auto const line = base::deeper_line(text, base::most_levels)) {
        throw Error(ExitCode::config, "is not TOML: it is nested too deeply", file + ":" + std::to_string(*line));
    }
    try {
        return toml::parse(text, file);
    } catch (toml::parse_error const& error) {
        throw Error(ExitCode::config, "is not TOML: " + std::string(error.description()),
                    file + ":" + std::to_string(error.source().begin.line));
    }
}

} // namespace

std::optional<std::size_t> DefinitionParser::index_of(std::vector<std::string> const& names, std::string_view name)
{
    auto const found = std::find(names.begin(), names.end(), name);
    return found == names.end() ? std::nullopt : std::optional(static_cast<std::size_t>(found - names.begin()));
}

Format DefinitionParser::parse()
{
    m_top.allow_only({"name",        "title",          "delimiters",   "header_within", "numbers",
                      "dates",       "times",          "timezone",     "empty_words",   "ambiguous_numbers",
                      "columns",     "unused_columns", "rule_column",  "lists",         "other_columns",
                      "defaults",    "group",          "companion",    "continuation",  "identifying_id",
                      "rule",        "check",          "outside",      "section",       "levels",
                      "taking_back", "account_column", "refuse",       "hint",          "detail_varies",
                      "formulas",    "width",          "width_varies", "newest_first",  "balance"});
    read_basics();
    m_format.numbers = numbers_of(m_top, {});
    add_styles_of_spreadsheets();
    read_dates();
    read_columns();
    read_lists();
    read_formulas();
    read_shared_names();
    read_row_structure();
    read_section();
    read_levels();
    read_taking_back();
    read_companion();
    read_running_balances();
    read_rules();
    return std::move(m_format);
}

void DefinitionParser::read_basics()
{
    m_format.name = m_top.required_text("name");
    m_format.title = m_top.required_text("title");
    m_format.refuse_reason = m_top.text("refuse");
    m_format.refuse_hint = m_top.text("hint");
    if (m_top.has("delimiters")) {
        m_format.delimiters = m_top.required_text("delimiters");
    }
    std::int64_t const within = m_top.number("header_within", static_cast<std::int64_t>(m_format.header_within));
    if (within < 1 || within > 100) {
        m_top.fail("header_within", "header_within is not between 1 and 100");
    }
    m_format.header_within = static_cast<std::size_t>(within);
    m_format.width = static_cast<std::size_t>(std::max<std::int64_t>(m_top.number("width", 0), 0));
    m_format.width_varies = static_cast<std::size_t>(std::clamp<std::int64_t>(m_top.number("width_varies", 0), 0, 9));
    m_format.empty_words = m_top.texts("empty_words");
    m_format.unused_headers = patterns_of("unused_columns");
    m_format.outside = patterns_of("outside");
    m_format.id_identifies = m_top.flag("identifying_id");
    m_format.detail_varies = m_top.flag("detail_varies");
    m_format.newest_first = m_top.flag("newest_first");
    std::string const others = m_top.text("other_columns");
    if (!others.empty() && others != "allow" && others != "refuse" && others != "watch") {
        m_top.fail("other_columns",
                   "other_columns " + base::quoted(others) + " is none of \"allow\", \"refuse\" and \"watch\"");
    }
    m_format.other_columns = others == "allow"   ? OtherColumns::allow
                             : others == "watch" ? OtherColumns::watch
                                                 : OtherColumns::refuse;
}

std::vector<TextPattern> DefinitionParser::patterns_of(std::string_view key) const
{
    std::vector<TextPattern> patterns;
    for (std::string const& text : m_top.texts(key)) {
        patterns.push_back(m_top.at(*m_top.table().get(key), [&] { return TextPattern(text); }));
    }
    return patterns;
}

NumberStyles DefinitionParser::numbers_of(TomlReader const& table, NumberStyles styles)
{
    if (toml::node const* const node = table.table().get("numbers")) {
        styles.styles.clear();
        for (std::string const& sample : table.texts("numbers")) {
            styles.styles.push_back(table.at(*node, [&] { return style_of_sample(sample); }));
        }
        styles.of_spreadsheets = 0;
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

/// A spreadsheet saves a file in the style of its user's country. Formats that are exact about their columns are so
/// about their numbers, and one that knows both decimal marks has said all.
void DefinitionParser::add_styles_of_spreadsheets()
{
    auto& styles = m_format.numbers.styles;
    char const mark = styles.front().decimal_mark;
    bool const has_one_mark = std::all_of(
        styles.begin(), styles.end(), [mark](money::NumberStyle const& style) { return style.decimal_mark == mark; });
    if (!has_one_mark || m_format.other_columns == OtherColumns::refuse) {
        return;
    }
    for (std::string_view const sample : {"1,234.56", "1.234,56"}) {
        auto const style = style_of_sample(sample);
        if (std::find(styles.begin(), styles.end(), style) == styles.end()) {
            styles.push_back(style);
            ++m_format.numbers.of_spreadsheets;
        }
    }
}

void DefinitionParser::read_dates()
{
    std::vector<std::string> times = m_top.texts("times");
    if (times.empty()) {
        times.emplace_back();
    }
    for (std::string const& day : m_top.texts("dates")) {
        for (std::string const& time : times) {
            m_format.dates.push_back(
                m_top.at(*m_top.table().get("dates"), [&] { return DatePattern(day == "iso" ? day : day + time); }));
        }
    }
    if (m_format.dates.empty()) {
        m_format.dates.emplace_back("iso");
    }
    add_dates_of_spreadsheets();
    if (m_top.has("timezone")) {
        m_format.zone =
            m_top.at(*m_top.table().get("timezone"), [&] { return find_time_zone(m_top.text("timezone")); });
    }
}

/// Dates that cannot be mistaken become such as can when a spreadsheet saves them; then the whole file has to tell.
void DefinitionParser::add_dates_of_spreadsheets()
{
    bool const are_plain = std::all_of(m_format.dates.begin(), m_format.dates.end(),
                                       [](DatePattern const& pattern) { return pattern.order() == DateOrder::plain; });
    if (!are_plain || m_format.other_columns == OtherColumns::refuse) {
        return;
    }
    for (std::string const day : {"D/M/YYYY", "M/D/YYYY", "D.M.YYYY"}) {
        for (std::string const time : {"", " h:mm", " h:mm:ss", " h:mm A", " h:mm:ss A"}) {
            m_format.dates.emplace_back(day + time);
        }
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
    check_header_gaps(columns);
    std::string const rule_column = m_top.text("rule_column");
    if (!rule_column.empty()) {
        m_format.rule_column = required_column(m_top, *m_top.table().get("rule_column"), rule_column).index;
    }
    std::string const account_column = m_top.text("account_column");
    if (!account_column.empty()) {
        m_format.account_column = required_column(m_top, *m_top.table().get("account_column"), account_column).index;
    }
}

void DefinitionParser::check_header_gaps(TomlReader const& columns) const
{
    for (Column const& column : m_format.columns) {
        for (HeaderName const& header : column.headers) {
            for (std::string const& gap : header.pattern ? header.pattern->names() : std::vector<std::string>()) {
                static_cast<void>(required_column(columns, *columns.table().get(column.alias), gap));
            }
        }
    }
}

/// `Amount`, `Tax?` (may be missing), `Date#2` (the second of that name), `Total ({currency})`
HeaderName DefinitionParser::header_of(std::string_view text)
{
    HeaderName header;
    std::size_t const mark = text.size() < 2 ? std::string_view::npos : text.size() - 2;
    if (mark != std::string_view::npos && text[mark] == '#' && text.back() >= '2' && text.back() <= '9') {
        header.nth = static_cast<std::size_t>(text.back() - '0');
        text.remove_suffix(2);
    }
    header.text = text;
    if (text.find('{') != std::string_view::npos) {
        header.pattern = TextPattern(text);
    }
    return header;
}

void DefinitionParser::add_headers(Column& column, TomlReader const& table, toml::node const& node,
                                   std::vector<std::string> const& texts)
{
    for (std::string_view text : texts) {
        if (text.ends_with('?')) {
            column.is_optional = true;
            text.remove_suffix(1);
        }
        column.headers.push_back(table.at(node, [&] { return header_of(text); }));
    }
}

Column DefinitionParser::column_of(std::string_view alias, toml::node const& node) const
{
    Column column;
    column.alias = alias;
    column.numbers = m_format.numbers;
    add_headers(column, m_top, node, m_top.texts_of(node, alias));
    return column;
}

Column DefinitionParser::column_of_table(std::string_view alias, TomlReader const& table)
{
    table.allow_only(
        {"name", "at", "after", "join", "numbers", "ambiguous_numbers", "money", "rounded", "until", "means"});
    Column column;
    column.alias = alias;
    if (toml::node const* const node = table.table().get("name")) {
        add_headers(column, table, *node, table.texts("name"));
    }
    if (table.has("at")) {
        column.at = static_cast<std::size_t>(std::max<std::int64_t>(table.number("at", 1), 1) - 1);
    }
    if (table.has("after")) {
        std::string left = table.text("after");
        column.is_optional = left.ends_with('?');
        left.resize(left.size() - (column.is_optional ? 1 : 0));
        column.after = required_column(table, *table.table().get("after"), left).index;
    }
    for (std::string const& part : table.texts("join")) {
        column.joined.push_back(required_column(table, *table.table().get("join"), part).index);
    }
    bool const has_place = !column.headers.empty() || column.at;
    if ((has_place ? 1 : 0) + (column.after ? 1 : 0) + (column.joined.empty() ? 0 : 1) != 1) {
        table.fail(table.table(),
                   "column " + base::quoted(alias) + " needs exactly one of name or at, after, and join");
    }
    column.until = table.text("until");
    TomlReader const means = table.sub_table("means");
    for (auto const& [text, node] : means.table()) {
        column.means.emplace_back(text.str(), means.required_text(text.str()));
    }
    column.numbers = numbers_of(table, m_format.numbers);
    column.numbers.money = table.flag("money");
    column.numbers.rounded = table.flag("rounded");
    return column;
}

void DefinitionParser::read_lists()
{
    TomlReader const lists = m_top.sub_table("lists");
    for (auto const& [key, node] : lists.table()) {
        add_words(lists, key.str(), node);
    }
    for (WordFile const& file : m_words) {
        toml::table const table = parse_toml(file.text, file.file);
        TomlReader const kinds(table, file.file);
        for (auto const& [key, node] : table) {
            add_words(kinds, key.str(), node);
        }
        m_format.words_file = file.file.substr(file.file.rfind('/') + 1);
    }
}

/// A kind's words: an array of them, or one for each language.
void DefinitionParser::add_words(TomlReader const& table, std::string_view kind, toml::node const& node)
{
    auto& words = m_lists[std::string(kind)];
    if (!node.is_table()) {
        for (std::string& word : table.texts_of(node, kind)) {
            words.push_back(std::move(word));
        }
        return;
    }
    TomlReader const languages(*node.as_table(), table.file());
    for (auto const& [language, list] : languages.table()) {
        add_words(languages, kind, list);
    }
}

void DefinitionParser::read_formulas()
{
    TomlReader const formulas = m_top.sub_table("formulas");
    for (auto const& [name, node] : formulas.table()) {
        m_formulas.emplace(name.str(), formulas.required_text(name.str()));
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
    if (companion.has("format")) {
        m_format.companion_names = companion.texts("takes");
        return;
    }
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
    if (name == "default_ticker" || name == "default_currency") {
        return slot_of(name == "default_ticker" ? Slot::Kind::default_ticker : Slot::Kind::default_currency, 0);
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
    return table.at(node, [&] {
        return Expression(
            text, [this](std::string_view name) { return resolve(name); }, m_formulas);
    });
}

Format parse_definition(std::string_view text, std::string const& file, std::vector<WordFile> words)
{
    toml::table const table = parse_toml(text, file);
    return DefinitionParser(TomlReader(table, file), file, std::move(words)).parse();
}

} // namespace pf::importer
