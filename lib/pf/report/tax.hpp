#pragma once

#include "pf/base/output.hpp"
#include "pf/tax/rules.hpp"

#include <cstdint>
#include <functional>
#include <iosfwd>
#include <map>
#include <string>
#include <vector>

namespace pf::report {

/// A year by a country's rules, with the names of what it refers to.
struct TaxDocument {
    tax::About const& about;
    tax::Context const& context;
    tax::Assessment const& assessment;
    std::vector<tax::Figure> figures;
    std::map<std::int64_t, std::string> accounts; ///< by id
    std::map<std::int64_t, std::string> files;    ///< by import
};

/// Lines, their sums by category, what follows from these, income, the pool and what is to be known. Schema:
/// `pf.tax/1`.
void write_tax(std::ostream& out, TaxDocument const& document, OutputStyle const& style);

/// The same as a page that needs nothing else.
void write_tax_page(std::ostream& out, TaxDocument const& document);

/// What each set of rules knows, leaves out and follows. Schema: `pf.tax_rules/1`.
void write_tax_rules(std::ostream& out, std::vector<tax::About> const& rules, OutputStyle const& style);

/// What a year is by each of the methods that a taxpayer may choose from.
struct TaxChoice {
    model::BookingMethod method = model::BookingMethod::fifo;
    tax::Summary summary;
};

/// Schema: `pf.tax_methods/1`.
void write_tax_choices(std::ostream& out, std::vector<TaxChoice> const& choices, tax::Context const& context,
                       OutputStyle const& style);

/// `trades.csv:5`, or the account and the number of a row that no file brought.
[[nodiscard]] std::string place_of(tax::RowRef const& row, TaxDocument const& document);

} // namespace pf::report
