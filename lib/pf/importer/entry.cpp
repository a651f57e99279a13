#include "pf/importer/entry.hpp"

namespace pf::importer {

void Entry::clear()
{
    rows = 0;
    line = 0;
    part = 0;
    drafts.clear();
    prices.clear();
    fx_rates.clear();
    statements.clear();
    ignored_by.clear();
    taken_back.clear();
    issues.clear();
    rejected.clear();
    remarks.clear();
    raw.clear();
    rounded_prices = 0;
    may_stand_again = false;
    has_empty_side = false;
}

} // namespace pf::importer
