#pragma once

#include "pf/cli/metrics.hpp"
#include "pf/cli/outcome.hpp"

#include <functional>

namespace CLI {
class App;
}

namespace pf::cli {

/// Parse the command line, run the program and turn whatever becomes of it into messages and an exit code. The only
/// place where exceptions end.
///
/// - What the function writes to `std::cout` appears when it has returned; nothing does when it throws (guarantee P2).
/// Rows that somebody waits for may be flushed before.
/// - `pf::Error` is printed as `WHERE: MESSAGE` and `hint: HINT`; its code is the exit code. A wrong command line
/// is 64.
/// - SIGINT, SIGTERM: exit 130, 143 when the function throws after the signal came; when it returns, its work is done
/// and
///   the signal came too late. A closed stdout (`| head`) is quiet: 141.
/// - The last line of a run says what was done, how long it took and how much memory.
/// \param metrics  of the command that writes them; written whatever becomes of the run, once the command line is right
[[nodiscard]] int run_main(CLI::App& app, int argc, char** argv, std::function<Outcome()> const& function,
                           Metrics const* metrics = nullptr);

} // namespace pf::cli
