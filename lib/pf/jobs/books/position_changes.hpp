#pragma once

#include "pf/db/database.hpp"
#include "pf/db/transaction_store.hpp"
#include "pf/jobs/books/first_changes.hpp"
#include "pf/model/import_report.hpp"

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace pf::jobs {

/// What a position was.
struct PositionBefore {
    std::int64_t account_id = 0;
    std::string ticker;
    Currency currency;
    Decimal quantity;
    std::optional<Decimal> realized;
};

/// By account name and ticker.
[[nodiscard]] std::vector<PositionBefore> positions_before(db::Database& database,
                                                           std::set<db::Instrument> const& instruments);

/// Positions whose quantity or realized gain is another now; either moment may lack them.
/// \param before  of the same instruments
[[nodiscard]] model::PositionChanges position_changes(db::Database& database,
                                                      std::set<db::Instrument> const& instruments,
                                                      std::vector<PositionBefore> const& before);

/// The same of what files change, some thousand instruments at a time.
[[nodiscard]] std::vector<PositionBefore> positions_before(db::Database& database, FirstChanges const& changes);
[[nodiscard]] model::PositionChanges position_changes(db::Database& database, FirstChanges const& changes,
                                                      std::vector<PositionBefore> const& before);

} // namespace pf::jobs
