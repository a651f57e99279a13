#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace pf::container {

/// Refuse what is known and cannot be read, by its first bytes: a workbook of before 2007, one with a password, PDF, a
/// web page …
/// \param head  the beginning of the file
/// \throws pf::Error  bad_data, naming what it is and what to export instead
void refuse_unreadable(int descriptor, std::string_view head, std::string const& name);

/// The same, by the files in an archive.
void refuse_unreadable_members(std::vector<std::string> const& members, std::string const& name);

} // namespace pf::container
