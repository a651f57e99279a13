#pragma once

#include "pf/tax/rules.hpp"
#include "pf/valuation/withholding.hpp"

#include <cstddef>

namespace pf::tax {

/// Adds to an assessment what rows bring in and what tax they take, where they are of the year and of the taxpayer.
class IncomeFinder {
public:
    /// Both must outlive it.
    IncomeFinder(Context const& context, Assessment& assessment) : m_context(context), m_assessment(assessment) {}

    void add(Entry const& entry);

    /// All rows of the instruments so far were added: tax that was withheld of income can be told from other taxes.
    void finish();

private:
    Context const& m_context;
    Assessment& m_assessment;
    valuation::Withholding m_withholding;
    std::size_t m_first = 0; ///< income that is not told apart yet
};

} // namespace pf::tax
