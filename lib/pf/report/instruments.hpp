#pragma once

#include "pf/base/output.hpp"
#include "pf/model/import_report.hpp"
#include "pf/model/instrument.hpp"
#include "pf/model/price.hpp"

#include <cstdint>
#include <iosfwd>
#include <string>
#include <utility>
#include <vector>

namespace pf::report {

struct InstrumentRow {
    model::InstrumentDetails details;
    std::vector<std::string> names; ///< what else it is called, by its sources
};

/// By ticker. Schema: `pf.instruments/1`.
void write_instruments(std::ostream& out, std::vector<InstrumentRow> const& instruments, OutputStyle const& style);

/// What became of the transactions of a name.
struct MovedInstrument {
    std::string from;
    std::string to;
    std::int64_t prices = 0; ///< that were copied, or taken away again
    /// Closes of one day and source that both have, and that are not the same; that of `to` stays.
    std::vector<std::pair<model::Price, model::Price>> conflicts;
    model::PositionChanges changes;
    bool dry_run = false;
};

/// Schema: `pf.instruments-moved/1`.
void write_moved_instrument(std::ostream& out, MovedInstrument const& moved, OutputStyle const& style);

} // namespace pf::report
