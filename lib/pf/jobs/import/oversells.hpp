#pragma once

#include "pf/jobs/books/findings.hpp"
#include "pf/jobs/import/accounts.hpp"
#include "pf/jobs/import/write.hpp"

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace pf::jobs {

/// Rows that sell more than is held, or split what is not, as booking found them.
struct Oversold {
    Oversells oversells;
    std::int64_t first_import_id = 0;             ///< of the first file of the command
    std::map<std::int64_t, std::string> accounts; ///< their names
};

/// An issue for each, and one more bad row; a row that an earlier import brought is named by its file and import.
/// \param known  before the command
void complain_of_oversold(db::Database& database, AccountsByName const& known, ReadFiles& read,
                          Oversold const& oversold);

/// Book returned capital of what is not held as income next time, where a broker's file tells of it: its purchases may
/// be in another one. Whoever writes RETURN_OF_CAPITAL by hand is told instead. \param as_income  of each file \return
/// whether there is any that was not before
[[nodiscard]] bool take_as_income(Oversold const& oversold, ReadFiles const& read,
                                  std::vector<ExcludedRows>& as_income);

/// Leave these rows out next time.
/// \param excluded  of each file
/// \return  whether that can help: not when a row is not of these files, or was left out before
[[nodiscard]] bool exclude(Oversold const& oversold, std::vector<ExcludedRows>& excluded);

} // namespace pf::jobs
