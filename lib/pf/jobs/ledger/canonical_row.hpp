#pragma once

#include "pf/importer/importer.hpp"
#include "pf/jobs/books/days.hpp"
#include "pf/model/transaction.hpp"

#include <map>
#include <string>
#include <vector>

namespace pf::jobs {

/// A row of the format `pf`: what stands in its columns, by their names; those that are absent are empty.
using CanonicalRow = std::map<std::string, std::string>;

/// The columns that such a row may have, in the order in which they are written.
[[nodiscard]] std::vector<std::string> const& canonical_columns();

/// What of an event one such row tells of: a transaction, or the two sides of a transfer, an exchange or a conversion.
using RowOfEvent = std::vector<model::Transaction>;

/// \param event  all its transactions, by account and id, with description and external id
[[nodiscard]] std::vector<RowOfEvent> split_by_row(std::vector<model::Transaction> event);

/// The row that these transactions could have come from. A side without its other one becomes a row of its own type,
/// which the format refuses.
/// \param names  of accounts, by id
[[nodiscard]] CanonicalRow canonical_row(RowOfEvent const& transactions,
                                         std::map<std::int64_t, std::string> const& names, Days const& days);

/// As a file with a header and this row alone.
[[nodiscard]] std::string csv_of(CanonicalRow const& row);

/// What the importer makes of it.
/// \param remarks  receives what is odd about it; null: nobody asks
/// \throws pf::Error  bad_data, naming each column that is wrong and why
[[nodiscard]] std::vector<importer::Draft> drafts_of(CanonicalRow const& row, std::string const& default_account,
                                                     std::vector<importer::Issue>* remarks = nullptr);

} // namespace pf::jobs
