#pragma once

#include "pf/importer/format.hpp"
#include "pf/importer/header.hpp"

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace pf::importer {

/// A row by the format's columns, with the rule that it falls under. Views point into what it was prepared from and
/// into itself: it stays where it is.
struct PreparedRow {
    std::int64_t line = 0;
    std::int64_t rows = 1; ///< of the file, with those that continue it
    std::string_view raw;
    std::vector<std::string_view> columns;
    std::vector<std::string> joined;
    std::vector<std::string_view> captures;
    Rule const* rule = nullptr; ///< nullptr: none fits
    std::string width_problem;  ///< the row has not as many fields as the header
    bool is_blank = false;
    std::vector<Fault> faults; ///< numbers that the rules ask for and that are none

    PreparedRow() = default;
    PreparedRow(PreparedRow const&) = delete;
    PreparedRow& operator=(PreparedRow const&) = delete;
};

/// Reads a file's rows by the columns of a format.
class RowMatcher {
public:
    RowMatcher(Format const& format, Binding binding);

    [[nodiscard]] Binding const& binding() const { return m_binding; }

    /// \param fields, raw  stay where they are as long as `row` is used
    void prepare(std::span<std::string_view const> fields, std::string_view raw, std::int64_t line, PreparedRow& row);

    [[nodiscard]] Scope scope_of(PreparedRow const& row, std::string_view default_account) const;

    /// Do they all hold?
    [[nodiscard]] bool holds(Conditions const& conditions, Scope const& scope, std::vector<std::string_view>& captures);

private:
    void bind(std::span<std::string_view const> fields, PreparedRow& row) const;
    [[nodiscard]] std::string width_problem(std::span<std::string_view const> fields) const;
    [[nodiscard]] bool holds(Condition const& condition, Scope const& scope, std::vector<std::string_view>& captures);
    [[nodiscard]] bool matches(Condition const& condition, std::string_view text,
                               std::vector<std::string_view>& captures);

    Format const& m_format;
    Binding m_binding;
    std::vector<NumberStyles const*> m_styles;
    std::vector<std::string_view> m_kept;
    Findings m_findings;
};

} // namespace pf::importer
