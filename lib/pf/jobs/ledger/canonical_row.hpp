#pragma once

#include "pf/importer/importer.hpp"
#include "pf/jobs/books/days.hpp"
#include "pf/model/transaction.hpp"

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace pf::jobs {

/// A row of the format `pf`: what stands in its columns, by their names; those that are absent are empty.
using CanonicalRow = std::map<std::string, std::string>;

/// The columns that such a row may have, in the order in which they are written.
[[nodiscard]] std::vector<std::string> const& canonical_columns();

/// The row that an event could have come from; nothing, when it is one that no single row tells of.
/// \param event  all its transactions, with description and external id
/// \param names  of accounts, by id
[[nodiscard]] std::optional<CanonicalRow> canonical_row(std::vector<model::Transaction> const& event,
                                                        std::map<std::int64_t, std::string> const& names,
                                                        Days const& days);

/// As a file with a header and this row alone.
[[nodiscard]] std::string csv_of(CanonicalRow const& row);

/// What the importer makes of it.
/// \param remarks  receives what is odd about it; null: nobody asks
/// \throws pf::Error  bad_data, naming each column that is wrong and why
[[nodiscard]] std::vector<importer::Draft> drafts_of(CanonicalRow const& row, std::string const& default_account,
                                                     std::vector<importer::Issue>* remarks = nullptr);

} // namespace pf::jobs
