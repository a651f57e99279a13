#pragma once

#include "pf/importer/format.hpp"
#include "pf/importer/importer.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace pf::importer {

struct Settled::Impl {
    Said said;
    std::vector<NumberStyles> columns; ///< by column of the format; empty: as the format says
    NumberStyles captures;
    DateOrder date_order = DateOrder::plain;
    bool has_several_accounts = false;
    std::optional<std::size_t> event_level; ///< among the format's levels: the finest that the file has
    std::unordered_map<std::uint64_t, std::int64_t> taken_back; ///< rows that others take back, by key
    std::vector<bool> silent_balances; ///< of the running ones: the file has rows in whose company they say nothing
};

/// In what a row and the one that takes it back agree.
[[nodiscard]] std::uint64_t taking_back_key(TakingBack const& rule, Scope const& scope);

} // namespace pf::importer
