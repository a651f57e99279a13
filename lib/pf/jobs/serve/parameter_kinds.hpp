#pragma once

#include "pf/jobs/serve/parameters.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace pf::jobs::serve {

// What the parameters of questions are made of.

[[nodiscard]] Parameter text(std::string name, std::string help);
[[nodiscard]] Parameter day(std::string name, std::string help);
[[nodiscard]] Parameter flag(std::string name, std::string help);
[[nodiscard]] Parameter one_of(std::string name, std::vector<std::string> words, std::string help);
[[nodiscard]] Parameter whole(std::string name, std::int64_t least, std::int64_t most, std::string help);

[[nodiscard]] Parameter repeated(Parameter parameter);
[[nodiscard]] Parameter required(Parameter parameter);

// Texts that the command would refuse: so that what is wrong with them is told with all the rest.

[[nodiscard]] Parameter currency(std::string name, std::string help);         ///< `EUR`
[[nodiscard]] Parameter pair(std::string name, std::string help);             ///< `EUR/USD`
[[nodiscard]] Parameter transaction_type(std::string name, std::string help); ///< `BUY`, or an event of two rows
[[nodiscard]] Parameter transaction(std::string name, std::string help);      ///< `12`, `ACCOUNT:12`

[[nodiscard]] Parameter account();
[[nodiscard]] Parameter in(); ///< the currency of the total

/// The days that a question looks at.
[[nodiscard]] std::vector<Parameter> days();

[[nodiscard]] std::vector<Parameter> joined(std::vector<Parameter> left, std::vector<Parameter> const& right);
[[nodiscard]] std::vector<Parameter> without(std::vector<Parameter> parameters, std::string const& name);

} // namespace pf::jobs::serve
