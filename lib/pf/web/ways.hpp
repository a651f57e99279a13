#pragma once

#include "pf/web/view.hpp"

#include <string>

namespace pf::web {

/// Which transactions a figure is made of, besides those that the page is of; empty: all of them.
struct Chosen {
    std::string account{};
    std::string ticker{};
    std::string period{}; ///< `2024`, `2024-Q1`, `2024-03` or `2024-03-31`
    std::string type{};
};

/// The page of these transactions, within the account and the days of this page.
[[nodiscard]] Url transactions_of(View const& view, Chosen const& chosen);

/// A cell that leads somewhere; nothing, where it is empty.
[[nodiscard]] std::optional<Markup> linked_cell(View const& view, Url const& url, report::Value const& value);

} // namespace pf::web
