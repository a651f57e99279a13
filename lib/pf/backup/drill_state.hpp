#pragma once

#include "pf/base/time.hpp"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>

namespace pf::backup {

inline constexpr char const* drill_state_name = "pf-drill.json";

/// The last backup that was restored for a trial and found right; kept beside the backups as `pf-drill.json`.
struct DrillState {
    std::string file; ///< its name
    Timestamp drilled_at{};
    std::int64_t rows = 0;

    friend bool operator==(DrillState const&, DrillState const&) = default;
};

/// Nothing when there was none.
/// \throws pf::Error  permission, io_error; bad_data, when it cannot be understood
[[nodiscard]] std::optional<DrillState> read_drill_state(std::filesystem::path const& folder);

/// \throws pf::Error  permission, cannot_create, io_error
void write_drill_state(std::filesystem::path const& folder, DrillState const& state);

} // namespace pf::backup
