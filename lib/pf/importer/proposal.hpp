#pragma once

#include "pf/importer/learn_table.hpp"
#include "pf/importer/learn_words.hpp"

#include <array>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace pf::importer {

/// What somebody has said about a file that is learned.
struct LearnAnswers {
    std::map<Role, std::string> columns;                   ///< its header; empty: the file has none
    std::map<std::string, std::string, std::less<>> words; ///< a kind of row, and one of `meanings()`
    std::string all;                                       ///< what all rows are: a type, or `sign`
    std::string currency;                                  ///< of all rows
    std::string total;                                     ///< `gross` or `net` of the fee
    std::string time_zone;                                 ///< of times that name none
};

/// What the file does not settle.
struct LearnQuestion {
    enum class Kind : std::uint8_t { column, word, all, currency, total };
    Kind kind = Kind::column;
    std::string subject;              ///< the role, or the word
    std::string text;                 ///< for people
    std::vector<std::string> choices; ///< all that may be answered; empty: any text
    std::string perhaps;              ///< what it may be
    std::string option;               ///< that answers it: `--column date=HEADER`
    bool is_needed = false;           ///< nothing can be learned without
};

/// A column and what it is taken for.
struct LearnedColumn {
    std::string header;
    std::size_t index = 0;
    std::vector<std::string> numbers; ///< styles that read all of its cells; empty: it holds no numbers
    bool has_money_marks = false;
};

/// A kind of row, by the source's word.
struct LearnedWord {
    std::string word;
    std::int64_t rows = 0;
    std::string meaning; ///< empty: nobody knows
};

/// The sign of a column's figures in rows of one type.
enum class LearnedSign : std::uint8_t { none, positive, negative, both };

/// How a file looks, as far as it tells; what it does not tell is a question.
struct Proposal {
    std::array<std::optional<LearnedColumn>, role_count> columns;
    std::vector<std::string> dates;   ///< patterns of the format
    std::vector<std::string> numbers; ///< styles of the whole file; empty: each column's own
    std::vector<std::string> empty_words;
    std::vector<LearnedWord> words;                           ///< most rows first
    std::map<std::string, std::map<Role, LearnedSign>> signs; ///< by type
    std::string total;                                        ///< `gross`, `net`, or empty: not settled
    bool total_is_exact = false; ///< quantity × price is the amount to the cent in all rows
    bool ids_are_unique = false;
    std::vector<LearnQuestion> questions;
    std::vector<std::string> unused; ///< headers of columns with nothing that could be money
    std::vector<std::string> unread; ///< headers of columns with numbers that are not read

    [[nodiscard]] std::optional<LearnedColumn> const& column(Role role) const
    {
        return columns[static_cast<std::size_t>(role)];
    }
    [[nodiscard]] bool has(Role role) const { return column(role).has_value(); }

    /// Can something be booked by it?
    [[nodiscard]] bool is_enough() const;
};

/// \throws pf::Error  usage, when an answer names no column of the file, no word or no type
[[nodiscard]] Proposal propose(LearnTable const& table, LearnAnswers const& answers);

/// The definition of a format, with comments for who will change it.
/// \param from  what it was learned from, for people
[[nodiscard]] std::string definition_text(Proposal const& proposal, LearnTable const& table,
                                          LearnAnswers const& answers, std::string const& name,
                                          std::string const& from);

} // namespace pf::importer
