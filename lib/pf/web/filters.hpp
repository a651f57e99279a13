#pragma once

#include "pf/web/view.hpp"

#include <string>
#include <vector>

namespace pf::web {

/// A field of the form above a table.
struct Filter {
    enum class Kind : std::uint8_t { account, day, choice, text };

    std::string name; ///< of the parameter
    std::string label;
    Kind kind = Kind::text;
    std::vector<std::string> words{}; ///< of `choice`
    std::string otherwise{};          ///< what counts when it is empty, as the form says it
};

/// A form that asks for the same page with other parameters. Accounts to choose from are those of the answer
/// `accounts`; where there is but one, there is nothing to choose.
[[nodiscard]] Markup filters(View const& view, std::vector<Filter> const& fields);

[[nodiscard]] Filter account_filter();
[[nodiscard]] Filter day_filter(std::string name, std::string label);
[[nodiscard]] Filter method_filter();

} // namespace pf::web
