#pragma once

#include "pf/base/time.hpp"
#include "pf/report/grid.hpp"
#include "pf/report/kept.hpp"
#include "pf/web/html.hpp"

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace pf::web {

enum class Theme : std::uint8_t { of_system, light, dark };

/// How somebody wants to look at pages.
struct Reader {
    Theme theme = Theme::of_system;
    bool discreet = false;  ///< amounts of money and quantities are not shown, and not sent
    bool can_leave = false; ///< there was a log-in
};

/// The answer of the API to one of the questions that a page rests on, as values.
struct Answer {
    std::string name;              ///< under which the page asked: `positions`
    std::vector<std::string> path; ///< of the question below `/api/v1/`, by segments: `imports`, `12`; empty: none
    std::string command;           ///< that gives the same in a terminal: `pf-positions`
    std::vector<std::pair<std::string, std::string>> query{};
    report::Report report{};
    std::vector<std::size_t> counts{}; ///< of rows, grid by grid
    report::Window window{};           ///< of a long list, what of it is there
    std::string first{};               ///< cursors of the first and of the last row of it
    std::string last{};
    std::string refusal{}; ///< why there is no answer; empty: there is
    std::string hint{};

    /// The grid of this key; null: there is none.
    [[nodiscard]] report::Grid const* grid(std::string_view key) const;
};

/// What a page shows.
struct View {
    Url url{};                                  ///< of the page, without its query
    std::map<std::string, std::string> query{}; ///< valid already
    Date today{};
    Reader reader{};
    std::vector<Answer> answers{};

    /// Empty: it was not given.
    [[nodiscard]] std::string value(std::string const& name) const;

    /// The same page with one parameter changed, or left out when the value is empty.
    [[nodiscard]] Url changed(std::string const& name, std::string const& value) const;

    /// \throws pf::Error  internal, when the page did not ask that
    [[nodiscard]] Answer const& answer(std::string_view name) const;
};

/// Rows of a grid by the keys of their columns.
class Cells {
public:
    explicit Cells(report::Grid const& grid) : m_grid(grid) {}

    [[nodiscard]] bool has(std::string_view key) const;

    /// Nothing, where there is no such column.
    [[nodiscard]] report::Value value(report::Row const& row, std::string_view key) const;
    [[nodiscard]] std::string text(report::Row const& row, std::string_view key) const;

    /// An amount, price, quantity or ratio; nothing, when it is unknown or none.
    [[nodiscard]] std::optional<Decimal> number(report::Row const& row, std::string_view key) const;
    [[nodiscard]] bool is_unknown(report::Row const& row, std::string_view key) const;

private:
    [[nodiscard]] report::Value const* find(report::Row const& row, std::string_view key) const;

    report::Grid const& m_grid;
};

} // namespace pf::web
