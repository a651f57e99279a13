#pragma once

#include "pf/importer/date_reader.hpp"
#include "pf/importer/number_reader.hpp"
#include "pf/money/decimal.hpp"

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace pf::importer {

/// Where a name of a definition gets its value from.
struct Slot {
    enum class Kind : std::uint8_t {
        column,
        capture,
        group,
        companion,
        default_account,
        default_ticker,
        default_currency
    };
    Kind kind = Kind::column;
    std::uint16_t index = 0;

    friend bool operator==(Slot const&, Slot const&) = default;
};

/// A value that a row hands to others: text, or a number; nothing when it was not given.
struct SharedValue {
    std::string text;
    std::optional<Decimal> number;
};

/// What one row knows while its transactions are worked out.
struct Scope {
    std::span<std::string_view const> columns; ///< trimmed; empty for an optional column that the file lacks
    std::span<NumberStyles const* const> column_styles;
    std::span<std::string_view const> captures;
    NumberStyles const* capture_styles = nullptr;
    std::span<SharedValue const> group;     ///< empty outside of groups
    std::span<SharedValue const> companion; ///< empty when none was found
    std::string_view default_account;
    std::string_view default_ticker;         ///< of a file that does not name its instrument
    std::string_view default_currency;       ///< of a file that does not name it
    DateOrder date_order = DateOrder::plain; ///< of the file
};

/// A value that could not be read, or does not fit.
struct Fault {
    std::optional<Slot> slot; ///< nothing: the whole row is meant
    std::string value;
    std::string reason;
    std::string hint;
};

/// A currency's sign that stood with an amount.
struct SeenMark {
    Slot slot;
    std::string_view mark;
};

/// What an evaluation notices besides its result.
struct Findings {
    std::vector<Fault> faults;
    std::vector<SeenMark> marks;
    std::int64_t rounded = 0; ///< numbers with more than 18 decimals

    void clear();
};

/// A formula of a definition over the names of a row: `-amount`, `abs(total) - fee`, `companion.currency ?? currency`,
/// `before(asset, ';')`, `'EUR'`.
class Expression {
public:
    using Resolve = std::function<std::optional<Slot>(std::string_view name)>;
    using Formulas = std::map<std::string, std::string, std::less<>>; ///< by name; each may use others

    Expression() = default;

    /// \throws std::invalid_argument  with what is wrong and where
    Expression(std::string_view text, Resolve const& resolve, Formulas const& formulas = {});

    [[nodiscard]] bool is_empty() const { return m_nodes.empty(); }

    /// As the definition writes it.
    [[nodiscard]] std::string const& source() const { return m_source; }

    /// Written as `text(…)` or `each(…)`.
    [[nodiscard]] bool is_text() const;

    /// Written as `each(…)`: a text of several rows, each once.
    [[nodiscard]] bool is_list() const;

    /// Does a name of this kind occur in it?
    [[nodiscard]] bool uses(Slot::Kind kind) const;

    /// The first name that occurs in it: whom to blame for the result.
    [[nodiscard]] std::optional<Slot> first_slot() const;

    /// The same, but where names stand in for each other (`first ?? second`) the one that tells something.
    [[nodiscard]] std::optional<Slot> told_slot(Scope const& scope) const;

    /// All names that occur in it.
    [[nodiscard]] std::vector<Slot> slots() const;

    /// Nothing when a name in it has no value, or when one cannot be read, which is a fault.
    [[nodiscard]] std::optional<Decimal> number(Scope const& scope, money::Excess excess, Findings& findings) const;

    /// The text, put together in `buffer` unless it stands in the row as it is.
    [[nodiscard]] std::string_view view(Scope const& scope, std::string& buffer) const;

    /// Appended to `out`; nothing is appended when there is no value.
    void text(Scope const& scope, std::string& out) const;

private:
    friend class ExpressionParser;

    enum class Op : std::uint8_t {
        number,
        literal,
        slot,
        negate,
        abs,
        cents,
        add,
        subtract,
        multiply,
        divide,
        scale,
        otherwise,
        before,
        before_last,
        after,
        after_last,
        upper,
        text,
        each,
        nonzero,
        given,
        when_same,
        currency_of
    };
    struct Node {
        Op op = Op::slot;
        Slot slot;
        Decimal number;
        std::string literal; ///< also the separator of before and after
        std::size_t left = 0;
        std::size_t right = 0;
        std::size_t third = 0; ///< of when_same
    };

    [[nodiscard]] std::optional<Decimal> number(Node const& node, Scope const& scope, money::Excess excess,
                                                Findings& findings) const;
    [[nodiscard]] std::optional<Decimal> written_number(Node const& node, Scope const& scope,
                                                        money::Excess excess) const;
    [[nodiscard]] std::optional<Decimal> combined(Node const& node, Scope const& scope, money::Excess excess,
                                                  Findings& findings) const;
    void text(Node const& node, Scope const& scope, std::string& out) const;
    void joined_text(Node const& node, Scope const& scope, std::string& out) const;
    void text_of_function(Node const& node, Scope const& scope, std::string& out) const;
    [[nodiscard]] bool are_same(Node const& node, Scope const& scope) const;

    std::string m_source;
    std::vector<Node> m_nodes; ///< operands before their operators; the last one is the whole
};

/// The text of a name as it stands in the file; empty for numbers that rows hand to each other.
[[nodiscard]] std::string_view text_of(Slot slot, Scope const& scope);

/// The number of a name; nothing when it is empty or wrong, which is a fault.
[[nodiscard]] std::optional<Decimal> number_of(Slot slot, Scope const& scope, money::Excess excess, Findings& findings);

} // namespace pf::importer
