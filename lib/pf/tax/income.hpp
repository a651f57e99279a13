#pragma once

#include "pf/tax/rules.hpp"

namespace pf::tax {

/// Adds what the row brings in, or what tax it takes, where it is of the year and of the taxpayer.
void add_income(Entry const& entry, Context const& context, Assessment& assessment);

} // namespace pf::tax
