#include "pf/migration/statements.hpp"

#include "pf/base/text.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace pf::migration {

namespace {

struct NamedDirective {
    std::string_view name;
    Directive directive;
};

constexpr std::array<NamedDirective, 5> directives{{
    {"up", Directive::up},
    {"down", Directive::down},
    {"no-transaction", Directive::no_transaction},
    {"irreversible", Directive::irreversible},
    {"allow", Directive::allow}, // the only one that takes arguments; the linter reads them
}};

bool is_space(char byte)
{
    return byte == ' ' || byte == '\t' || byte == '\n' || byte == '\r' || byte == '\f';
}

bool is_called(NamedDirective const& known, std::string_view name)
{
    bool const takes_arguments = known.directive == Directive::allow;
    return known.name == (takes_arguments ? name.substr(0, name.find_first_of(" \t")) : name);
}

std::string unknown_directive_hint(std::string_view name)
{
    std::vector<std::string> names;
    for (auto const& known : directives) {
        names.emplace_back(known.name);
    }
    if (auto const nearest = base::nearest(name.substr(0, name.find_first_of(" \t")), names)) {
        return fmt::format("did you mean \"-- pf:{}\"?", *nearest);
    }
    return "there are pf:" + base::join(names, ", pf:");
}

/// `pf:down` for the comment text ` pf:down `, in whatever capitals; nothing when it is prose.
std::optional<std::string_view> directive_name(std::string_view comment)
{
    std::string_view const text = base::trimmed(comment);
    if (!base::equal_ignoring_case(text.substr(0, 3), "pf:")) {
        return std::nullopt;
    }
    return text.substr(3);
}

std::optional<bool> switch_value(std::string_view text)
{
    std::string value;
    for (char const byte : base::to_lower(text)) {
        if (byte >= 'a' && byte <= 'z') {
            value.push_back(byte);
        }
    }
    if (value == "off" || value == "false" || value == "no") {
        return false;
    }
    return value == "on" || value == "true" || value == "yes" || value == "default" ? std::optional{true}
                                                                                    : std::nullopt;
}

} // namespace

Scanner::Scanner(Script const& script) : Scanner(script, Range{0, script.text.size()}) {}

Scanner::Scanner(Script const& script, Range range)
    : m_script(script),
      m_offset(range.begin),
      m_end(range.end),
      m_placed_offset(range.begin),
      m_placed(position_of(script.text, range.begin))
{
}

std::optional<Piece> Scanner::next()
{
    while (m_offset < m_end) {
        if (auto piece = step()) {
            return piece;
        }
    }
    if (m_open.begin) {
        return finish();
    }
    return std::nullopt;
}

std::optional<Statement> Scanner::next_statement()
{
    while (auto piece = next()) {
        if (auto* statement = std::get_if<Statement>(&*piece)) {
            return std::move(*statement);
        }
    }
    return std::nullopt;
}

char Scanner::peek(std::size_t ahead) const
{
    return m_offset + ahead < m_end ? m_script.text[m_offset + ahead] : '\0';
}

bool Scanner::at(std::string_view text) const
{
    return slice(m_offset, m_end).starts_with(text);
}

std::string_view Scanner::slice(std::size_t begin, std::size_t end) const
{
    return std::string_view{m_script.text}.substr(begin, end - begin);
}

std::optional<Piece> Scanner::step()
{
    if (is_space(peek())) {
        ++m_offset;
        return std::nullopt;
    }
    if (at("--")) {
        return line_comment();
    }
    if (at("/*")) {
        block_comment();
        return std::nullopt;
    }
    if (peek() == ';') {
        return semicolon();
    }
    token();
    return std::nullopt;
}

std::optional<Piece> Scanner::line_comment()
{
    std::string_view const line_ends = is_postgresql() ? "\r\n" : "\n";
    Range const comment{m_offset, std::min(m_script.text.find_first_of(line_ends, m_offset), m_end)};
    if (auto const name = directive_name(slice(comment.begin + 2, comment.end)); name && !in_body()) {
        return directive(comment, *name);
    }
    m_offset = comment.end;
    return std::nullopt;
}

void Scanner::block_comment()
{
    std::size_t const begin = m_offset;
    std::size_t depth = 0;
    do {
        if (m_offset >= m_end) {
            refuse(m_script, begin, "comment is not closed", "end it with */");
        }
        if (at("/*") && (depth == 0 || is_postgresql())) {
            ++depth;
            m_offset += 2;
        } else if (at("*/")) {
            --depth;
            m_offset += 2;
        } else {
            ++m_offset;
        }
    } while (depth > 0);
}

bool Scanner::in_body() const
{
    return m_open.begin_depth > 0 || (m_open.trigger && m_open.last != Open::Last::end);
}

std::optional<Piece> Scanner::directive(Range comment, std::string_view name)
{
    auto const* const found = std::find_if(directives.begin(), directives.end(),
                                           [&](NamedDirective const& known) { return is_called(known, name); });
    if (found == directives.end()) {
        refuse(m_script, comment.begin, fmt::format("unknown directive {}", base::quoted("pf:" + std::string{name})),
               unknown_directive_hint(name));
    }
    check_place(comment, found->directive);
    if (m_open.begin) {
        return finish(); // the directive ends it; the next call finds the directive again
    }
    if (found->directive == Directive::up || found->directive == Directive::down) {
        m_standard_strings = true; // each section runs in a transaction of its own
    }
    m_offset = comment.end;
    return DirectiveLine{found->directive, comment};
}

void Scanner::check_place(Range comment, Directive directive) const
{
    std::size_t line = comment.begin;
    while (line > 0 && (m_script.text[line - 1] == ' ' || m_script.text[line - 1] == '\t')) {
        --line;
    }
    if (line > 0 && m_script.text[line - 1] != '\n' && m_script.text[line - 1] != '\r') {
        refuse(m_script, comment.begin, "a directive must stand alone on its line", "move it to a line of its own");
    }
    if (m_open.begin && directive == Directive::allow) {
        refuse(m_script, comment.begin, "directive inside a statement", "put it above the statement");
    }
    if (m_open.paren_depth > 0) {
        refuse(m_script, m_open.first_paren,
               fmt::format("parenthesis is still open at the directive in line {}",
                           position_of(m_script.text, comment.begin).line),
               "close it, or move the directive out of the statement");
    }
    if (m_open.begin && directive != Directive::up && directive != Directive::down) {
        refuse(m_script, comment.begin, "directive inside a statement", "move it to the top of the file");
    }
}

std::optional<Piece> Scanner::semicolon()
{
    ++m_offset;
    if (!m_open.begin) {
        m_open = {};
        return std::nullopt;
    }
    m_open.token_end = m_offset;
    if (m_open.trigger && m_open.last != Open::Last::end) {
        m_open.last = Open::Last::semicolon;
        return std::nullopt;
    }
    if (is_postgresql() && (m_open.paren_depth > 0 || m_open.begin_depth > 0)) {
        return std::nullopt;
    }
    return finish();
}

Statement Scanner::finish()
{
    m_placed = advanced(m_placed, m_script.text, m_placed_offset, *m_open.begin);
    m_placed_offset = *m_open.begin;
    Statement statement{{*m_open.begin, m_open.token_end}, {}, m_placed, std::move(m_open.words), m_open.body};
    if (m_open.copies_from_stdin) {
        statement.copy_data = copy_data();
    }
    m_open = {};
    follow_setting(statement);
    return statement;
}

Range Scanner::copy_data()
{
    std::size_t const begin = std::min(m_script.text.find('\n', m_offset), m_end);
    std::string_view const behind = base::trimmed(slice(m_offset, begin));
    if (begin == m_end || !(behind.empty() || behind.starts_with("--"))) {
        refuse(m_script, *m_open.begin, "COPY … FROM STDIN has no rows below it",
               "start the rows on the next line and end them with a line \\.");
    }
    for (std::size_t line = begin + 1; line < m_end;) {
        std::size_t const end = std::min(m_script.text.find('\n', line), m_end);
        std::string_view const row = slice(line, end);
        if (row == "\\." || row == "\\.\r") {
            m_offset = std::min(end + 1, m_end);
            return {begin + 1, line};
        }
        line = end + 1;
    }
    refuse(m_script, *m_open.begin, "the rows of COPY … FROM STDIN have no end", "end them with a line \\.");
}

void Scanner::follow_setting(Statement const& statement)
{
    constexpr std::string_view setting = "STANDARD_CONFORMING_STRINGS";
    auto const& words = statement.words;
    auto const name = std::find(words.begin(), words.end(), setting);
    if (!is_postgresql() || words.size() < 2) {
        return;
    }
    if ((words[0] == "RESET" && (words[1] == setting || words[1] == "ALL")) ||
        (words[0] == "DISCARD" && words[1] == "ALL")) {
        m_standard_strings = true;
    } else if (words[0] == "SET" && name != words.end()) {
        std::string_view const sql = slice(statement.sql.begin, statement.sql.end);
        std::size_t const value = base::to_upper(sql).find(setting) + setting.size();
        std::string_view const rest = base::trimmed(sql.substr(value));
        m_standard_strings = switch_value(base::equal_ignoring_case(rest.substr(0, 2), "to") ? rest.substr(2) : rest)
                                 .value_or(m_standard_strings);
    }
}

bool controls_transaction(Statement const& statement, Dialect dialect)
{
    auto const word = [&](std::size_t index) {
        return index < statement.words.size() ? std::string_view{statement.words[index]} : std::string_view{};
    };
    if (word(0) == "ROLLBACK") {
        bool const noise = word(1) == "WORK" || word(1) == "TRANSACTION";
        return word(noise ? 2 : 1) != "TO";
    }
    if (word(0) == "BEGIN" || word(0) == "COMMIT" || word(0) == "END") {
        return true;
    }
    bool const prepares = word(0) == "PREPARE" && word(1) == "TRANSACTION";
    return dialect == Dialect::postgresql && (word(0) == "ABORT" || word(0) == "START" || prepares);
}

} // namespace pf::migration
