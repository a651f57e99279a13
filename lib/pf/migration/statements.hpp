#pragma once

#include "pf/migration/position.hpp"
#include "pf/migration/script.hpp"

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace pf::migration {

/// One SQL statement of a script, from its first character to behind its semicolon.
struct Statement {
    Range sql;
    Range copy_data;                ///< the rows below COPY … FROM STDIN, without the line `\.`; else empty
    Position position;              ///< of its first character
    std::vector<std::string> words; ///< its first key words or names, in capitals; at most four
    Range body{};                   ///< PostgreSQL: what DO or CREATE FUNCTION quotes with $$ or '; else empty

    friend bool operator==(Statement const&, Statement const&) = default;
};

enum class Directive { up, down, no_transaction, irreversible, allow };

/// A line like `-- pf:down`.
struct DirectiveLine {
    Directive directive = Directive::up;
    Range line;

    friend bool operator==(DirectiveLine const&, DirectiveLine const&) = default;
};

using Piece = std::variant<Statement, DirectiveLine>;

/// Reads a script once, front to back, as psql does (`psqlscan.l`) or as sqlite3 does, and finds its statements and
/// directives. What lies between them is white space and comments. Linear time, constant stack. Where psql reads a line
/// in another way than the server, it follows the server: E'…' continued on the next line keeps its backslashes, and
/// standard_conforming_strings counts from the next statement on, not from the next line.
class Scanner {
public:
    /// Keeps a reference to `script`. \param range  of the script's text; all of it by default
    explicit Scanner(Script const& script);
    Scanner(Script const& script, Range range);

    /// \throws pf::Error  bad_data at the place: unterminated quote or comment, psql or sqlite3 shell command,
    /// misplaced
    ///                    or unknown directive
    [[nodiscard]] std::optional<Piece> next();

    /// The next statement, past any directive.
    [[nodiscard]] std::optional<Statement> next_statement();

    /// Whether a backslash in '…' is an ordinary character. It is, unless a statement like SET
    /// standard_conforming_strings has changed it: the scanner follows that by itself, the runner by what the server
    /// reports.
    void set_standard_strings(bool on) { m_standard_strings = on; }

    /// From now on append the place of every token to `tokens`: a word, a quoted name or string, a number, or one
    /// character of anything else. Semicolons, comments and the bodies of functions and triggers are left out.
    void collect_tokens(std::vector<Range>& tokens) { m_tokens = &tokens; }

private:
    /// What is known of the statement that is being read.
    struct Open {
        std::optional<std::size_t> begin;
        std::vector<std::string> words;
        std::size_t word_count = 0;
        std::array<char, 4> creates{}; // initials of CREATE [OR REPLACE] FUNCTION|PROCEDURE, as psql keeps them
        std::size_t paren_depth = 0;
        std::size_t first_paren = 0; // where the outermost open parenthesis stands
        std::size_t begin_depth = 0; // BEGIN ATOMIC … CASE … END
        bool trigger = false;        // SQLite: CREATE TRIGGER, which ends with `; END ;`
        enum class Last : std::uint8_t { other, semicolon, end, from, as, language } last = Last::other;
        Range body;
        bool copies_from_stdin = false;
        std::size_t token_end = 0; // behind its last token
    };

    [[nodiscard]] char peek(std::size_t ahead = 0) const;
    [[nodiscard]] bool at(std::string_view text) const;
    [[nodiscard]] bool is_postgresql() const { return m_script.dialect == Dialect::postgresql; }
    [[nodiscard]] std::string_view slice(std::size_t begin, std::size_t end) const;

    std::optional<Piece> step();
    std::optional<Piece> line_comment();
    void block_comment();
    void token();
    void postgresql_token();
    void sqlite_token();
    void open_statement();

    void plain_string();
    void plain_quoted(char quote);
    void bracketed();
    void escaped_string();
    [[nodiscard]] bool continues_string();
    void dollar();
    void number();
    void junk();
    void word();
    void note_word(std::string_view word);
    [[nodiscard]] static Open::Last last_of(std::string_view word);
    void note_literal(Range inside);
    [[nodiscard]] bool creates_routine() const;
    void note_function_body(std::string_view word);
    void note_trigger(std::string_view word);
    void open_parenthesis();
    void close_parenthesis();

    [[nodiscard]] bool in_body() const;
    std::optional<Piece> semicolon();
    [[nodiscard]] Statement finish();
    [[nodiscard]] Range copy_data();
    void follow_setting(Statement const& statement);
    std::optional<Piece> directive(Range comment, std::string_view name);
    void check_place(Range comment, Directive directive) const;

    Script const& m_script;
    std::size_t m_offset;
    std::size_t m_end;
    std::size_t m_placed_offset; // m_placed is its position
    Position m_placed;
    bool m_standard_strings = true;
    std::vector<Range>* m_tokens = nullptr;
    Open m_open;
};

/// BEGIN, COMMIT, ROLLBACK … but not SAVEPOINT, RELEASE and ROLLBACK TO.
[[nodiscard]] bool controls_transaction(Statement const& statement, Dialect dialect);

} // namespace pf::migration
