#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace pf::importer {

/// A broker's words with gaps: `BUY - *`, `Koop {quantity} @ {price} {price_currency}`. `*` stands for any text,
/// `{name}` for any text that is kept; letters of ASCII match in either case. The gaps take as little as they can.
class TextPattern {
public:
    /// \throws std::invalid_argument  an unclosed or nameless `{`, two gaps side by side
    explicit TextPattern(std::string_view pattern);

    /// The names of the kept gaps, in order.
    [[nodiscard]] std::vector<std::string> const& names() const { return m_names; }

    /// \param kept  receives one trimmed view of `text` for each name, when the whole text matches
    [[nodiscard]] bool matches(std::string_view text, std::vector<std::string_view>& kept) const;

private:
    struct Piece {
        std::string literal;  ///< lower case; stands after the gap
        bool has_gap = false; ///< before the literal
        bool keeps_gap = false;
    };

    void end_literal(Piece& piece);

    std::vector<Piece> m_pieces;
    std::vector<std::string> m_names;
};

} // namespace pf::importer
