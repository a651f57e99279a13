#pragma once

#include "pf/base/error.hpp"
#include "pf/cli/log.hpp"

#include <string>
#include <utility>

namespace pf::cli {

/// How a run that was not stopped by an error ended.
struct Outcome {
    ExitCode code = ExitCode::ok;
    std::string summary; ///< what was done, for the last line of the run; empty: only `--verbose` has that line
    Fields fields;       ///< the same for `--log-format json`
    std::string event{}; ///< what happened to the data, for who listens: `import`; empty: nothing

    [[nodiscard]] static Outcome ok(std::string summary = {}, Fields fields = {})
    {
        return {ExitCode::ok, std::move(summary), std::move(fields), {}};
    }

    /// Done, with issues listed on stderr.
    [[nodiscard]] static Outcome issues(std::string summary = {}, Fields fields = {})
    {
        return {ExitCode::issues, std::move(summary), std::move(fields), {}};
    }

    /// The data have changed: the outcome as it is announced.
    [[nodiscard]] Outcome as_event(std::string name) &&
    {
        event = std::move(name);
        return std::move(*this);
    }
};

/// With issues, unless what is unknown is allowed to be.
/// \param is_unknown  something that is shown is not known
[[nodiscard]] inline Outcome outcome_of_unknown(bool is_unknown, bool allow_unknown)
{
    return is_unknown && !allow_unknown ? Outcome::issues() : Outcome::ok();
}

/// Ok when there are none of them.
template <typename Container>
[[nodiscard]] Outcome outcome_of(Container const& issues)
{
    return issues.empty() ? Outcome::ok() : Outcome::issues();
}

} // namespace pf::cli
