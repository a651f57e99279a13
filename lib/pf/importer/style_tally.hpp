#pragma once

#include "pf/importer/format.hpp"

#include <cstdint>
#include <unordered_map>
#include <vector>

namespace pf::importer {

/// Finds out how a file writes the numbers of each column, where the format knows several styles: by the cells that
/// only some of them read; where a column has none, by those of the others; where none has any, by the rows' own
/// checks.
class StyleTally {
public:
    explicit StyleTally(Format const& format);

    /// Note the numbers that the rule reads in this row.
    void note(Rule const& rule, Scope const& scope, std::int64_t line);

    /// \param columns   receives one for each column of the format
    /// \param captures  receives that of the numbers within texts
    void settle(std::vector<NumberStyles>& columns, NumberStyles& captures) const;

private:
    /// What the cells of a column leave possible.
    struct Evidence {
        unsigned styles = ~0U;       ///< a bit for each
        std::int64_t line = 0;       ///< that left no more than these
        std::int64_t other_line = 0; ///< that leaves none; 0: there is no such line
    };

    [[nodiscard]] std::vector<Slot> const& number_slots(Rule const& rule);
    [[nodiscard]] NumberStyles const& styles_of(Slot slot) const;
    [[nodiscard]] NumberStyles settled(std::size_t place) const;
    /// \return  whether the text means different things in different styles
    bool note_text(Slot slot, std::string_view text, std::int64_t line);
    void note_checks(Rule const& rule, Scope const& scope);

    Format const& m_format;
    std::vector<Evidence> m_evidence;                ///< by column, and last that of numbers within texts
    unsigned m_checked = ~0U;                        ///< styles of the format in which the rows' checks hold
    std::vector<std::vector<NumberStyles>> m_single; ///< by style of the format: each column in that style alone
    std::unordered_map<Rule const*, std::vector<Slot>> m_slots;
};

} // namespace pf::importer
