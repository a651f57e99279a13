#pragma once

#include "pf/migration/script.hpp"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace pf::migration::rules {

/// The smallest piece of a statement that means something.
struct Token {
    enum class Kind : std::uint8_t { word, quoted_name, string, number, symbol };

    Kind kind = Kind::symbol;
    std::string_view text;  ///< as written
    std::size_t offset = 0; ///< in the script
};

/// A statement or a part of it.
using Tokens = std::span<Token const>;

/// \param ranges  as `Scanner::collect_tokens` gives them; the result refers to the text of `script`
[[nodiscard]] std::vector<Token> tokens_of(Script const& script, std::vector<Range> const& ranges);

/// Is it this key word, in whatever capitals, or this symbol? A quoted name never is.
[[nodiscard]] bool is(Token const& token, std::string_view text);

[[nodiscard]] bool is_name(Token const& token);

/// A name as the server stores it: without quotes, and in small letters where it has none.
[[nodiscard]] std::string identifier(Token const& token, Dialect dialect);

/// As written, but without comments and with single spaces.
[[nodiscard]] std::string written(Tokens tokens);

/// The parts between the commas outside of parentheses.
[[nodiscard]] std::vector<Tokens> split_at_commas(Tokens tokens);

/// Where the words of a phrase like `NOT NULL` stand next to each other, outside of parentheses.
[[nodiscard]] std::optional<std::size_t> find(Tokens tokens, std::string_view phrase);

/// Does the phrase stand at the beginning?
[[nodiscard]] bool starts_with(Tokens tokens, std::string_view phrase);

/// From an opening parenthesis at the beginning to behind the one that closes it; to the end when none does.
[[nodiscard]] std::size_t group_length(Tokens tokens);

/// The name of a table, an index or a type.
struct Name {
    std::string schema; ///< empty when it is not said
    std::string name;
    std::string written; ///< as SQL
    Token token{};       ///< its first

    /// Could both be the same thing? A name without a schema is that of any.
    [[nodiscard]] bool may_be(Name const& other) const;
};

/// Walks over tokens from the left.
class Cursor {
public:
    Cursor(Tokens tokens, Dialect dialect) : m_tokens(tokens), m_dialect(dialect) {}

    [[nodiscard]] bool done() const { return m_tokens.empty(); }
    [[nodiscard]] Tokens rest() const { return m_tokens; }
    [[nodiscard]] bool at(std::string_view phrase) const { return starts_with(m_tokens, phrase); }

    /// Past the phrase, when it stands here.
    bool take(std::string_view phrase);

    /// Past a name, when one stands here.
    std::optional<Name> take_name();

    void skip(std::size_t count = 1);

private:
    Tokens m_tokens;
    Dialect m_dialect;
};

} // namespace pf::migration::rules
