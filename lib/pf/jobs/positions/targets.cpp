#include "pf/jobs/positions/targets.hpp"

#include "pf/base/error.hpp"
#include "pf/base/text.hpp"
#include "pf/cli/config.hpp"
#include "pf/cli/file_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

namespace pf::jobs {

namespace {

constexpr std::string_view prefix = "weights.";

Decimal weight_of(cli::Setting const& setting)
{
    auto text = setting.value;
    while (!text.empty() && (text.back() == '%' || text.back() == ' ')) {
        text.pop_back();
    }
    auto const parsed = money::parse_decimal(text);
    if (!parsed || parsed->value.is_negative()) {
        throw Error{ExitCode::bad_data, base::quoted(setting.value) + " is not a weight", setting.origin,
                    "write 0.6, 60 or \"60 %\""};
    }
    return parsed->value;
}

/// Parts of a hundred become parts of one.
void normalise(valuation::Values& weights, std::string const& file)
{
    Decimal sum;
    for (auto const& [group, weight] : weights) {
        sum += weight;
    }
    if (sum == Decimal{100}) {
        for (auto& [group, weight] : weights) {
            auto const whole = weight;
            weight = money::divide(weight, Decimal{100}, Rounding::half_even);
            if (money::multiply(weight, Decimal{100}, Rounding::half_even) != whole) {
                throw Error{ExitCode::bad_data, "the weight of " + base::quoted(group) + " has too many decimals", file,
                            "write it with at most 16"};
            }
        }
    } else if (sum != Decimal{1}) {
        throw Error{ExitCode::bad_data, fmt::format("the weights add up to {}, not to 1 or 100", sum.to_text()), file,
                    "what is left is a group as well: CASH, or the currency of the money"};
    }
}

cli::Settings settings_of(std::string_view text, std::string const& file)
{
    try {
        return cli::parse_config(text, file, {"by"}, {"weights"}, cli::Numbers::as_text);
    } catch (Error const& error) {
        throw Error{ExitCode::bad_data, error.message(), error.where(), error.hint()};
    }
}

} // namespace

Targets parse_targets(std::string_view text, std::string const& file)
{
    auto const settings = settings_of(text, file);
    Targets targets;
    if (auto const by = settings.find("by"); by != settings.end()) {
        targets.by = by->second.value;
        targets.by_origin = by->second.origin;
    }
    for (auto const& [key, setting] : settings) {
        if (key.starts_with(prefix)) {
            auto const group = key.substr(prefix.size());
            targets.weights[group] = weight_of(setting);
            targets.origins[group] = setting.origin;
        }
    }
    if (targets.weights.empty()) {
        throw Error{ExitCode::bad_data, "has no weights", file, "write [weights] and below it VWCE = 0.6"};
    }
    normalise(targets.weights, file);
    return targets;
}

Targets read_targets(std::string const& file)
{
    auto const text = cli::file_text(file);
    if (!text) {
        throw Error{ExitCode::no_input, std::strerror(errno), file, "--target names a file with weights"};
    }
    return parse_targets(*text, file);
}

} // namespace pf::jobs
