#pragma once

#include "pf/importer/format.hpp"
#include "pf/importer/header.hpp"
#include "pf/importer/settled.hpp"

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace pf::importer {

/// A row by the format's columns, with the rule that it falls under. Views point into what it was prepared from and
/// into itself: it stays where it is.
struct PreparedRow {
    std::int64_t line = 0;
    std::int64_t rows = 1; ///< of the file, with those that continue it
    std::int64_t part = 0; ///< of the file: how often its header came again above the row
    std::string_view raw;
    std::vector<std::string_view> columns;
    std::vector<std::string> written; ///< what columns hold that the row does not write so
    std::vector<std::string_view> captures;
    Rule const* rule = nullptr;      ///< nullptr: none fits
    std::string set_aside;           ///< why it is none of the table's rows, or takes no part in them
    std::string width_problem;       ///< the row has not as many fields as the header
    std::vector<std::string> unread; ///< columns that the format does not know, with a number in this row
    bool is_blank = false;
    bool is_taken_back = false; ///< set aside because another row takes it back

    /// Is it one that the rules speak of?
    [[nodiscard]] bool is_data() const { return !is_blank && set_aside.empty() && width_problem.empty(); }
    std::vector<Fault> faults; ///< numbers that the rules ask for and that are none, or an unknown level of detail

    PreparedRow() = default;
    PreparedRow(PreparedRow const&) = delete;
    PreparedRow& operator=(PreparedRow const&) = delete;
};

/// Does it fall under a rule that ignores it?
[[nodiscard]] bool is_ignored(PreparedRow const& row);

/// Reads a file's rows by the columns of a format.
class RowMatcher {
public:
    /// \param header  the header row as it stands in the file
    RowMatcher(Format const& format, Binding binding, std::string header);

    /// From now on: read the file by what its first look has settled. \param settled  outlives the matcher
    void use(Settled::Impl const& settled);

    /// From now on: of several readings of a number take the first; good enough to see its sign.
    void take_first_reading();

    [[nodiscard]] Binding const& binding() const { return m_binding; }

    /// \param fields, raw  stay where they are as long as `row` is used
    void prepare(std::span<std::string_view const> fields, std::string_view raw, std::int64_t line, PreparedRow& row);

    [[nodiscard]] Scope scope_of(PreparedRow const& row, std::string_view default_account) const;

    /// Of the file, as its first look has settled it.
    [[nodiscard]] DateOrder date_order() const
    {
        return m_settled != nullptr ? m_settled->date_order : DateOrder::plain;
    }

    /// Does the format's column of levels say something about this row?
    [[nodiscard]] bool has_level(PreparedRow& row);

    /// Says a running balance nothing in this file?
    [[nodiscard]] bool is_silent(std::size_t balance) const;

    /// Do they all hold?
    [[nodiscard]] bool holds(Conditions const& conditions, Scope const& scope, std::vector<std::string_view>& captures);

    /// The test that keeps the row from meeting them, for people; empty when they all hold.
    [[nodiscard]] std::string obstacle(Conditions const& conditions, Scope const& scope,
                                       std::vector<std::string_view>& captures);

private:
    void bind(std::span<std::string_view const> fields, PreparedRow& row) const;
    [[nodiscard]] std::string_view cell(std::size_t column, std::span<std::string_view const> fields,
                                        std::string& written) const;
    [[nodiscard]] std::string reason_outside(std::span<std::string_view const> fields, PreparedRow const& row);
    [[nodiscard]] std::string reason_of_level(PreparedRow& row);
    [[nodiscard]] std::string reason_taken_back(PreparedRow& row);
    void find_unread(std::span<std::string_view const> fields, PreparedRow& row) const;
    static void find_cell_errors(PreparedRow& row);
    void find_rule(PreparedRow& row);
    [[nodiscard]] bool is_short_sum(std::span<std::string_view const> fields, PreparedRow& row);
    [[nodiscard]] std::string width_problem(std::span<std::string_view const> fields) const;
    [[nodiscard]] static bool holds(Comparison const& comparison, Decimal number);
    [[nodiscard]] bool holds(Condition const& condition, Scope const& scope, std::vector<std::string_view>& captures);
    [[nodiscard]] bool matches(Condition const& condition, std::string_view text,
                               std::vector<std::string_view>& captures);

    Format const& m_format;
    Binding m_binding;
    std::string m_header;
    std::int64_t m_part = 0;
    std::vector<NumberStyles> m_first_readings;
    NumberStyles m_first_capture;
    std::vector<NumberStyles const*> m_styles;
    NumberStyles const* m_capture_styles = nullptr;
    Settled::Impl const* m_settled = nullptr;
    std::unordered_map<std::uint64_t, std::int64_t> m_taken;  ///< rows that were taken back so far, by key
    std::unordered_map<std::uint64_t, std::int64_t> m_taking; ///< rows that took back one
    std::vector<std::string_view> m_kept;
    Findings m_findings;
};

} // namespace pf::importer
