#pragma once

#include "pf/base/unnamed_file.hpp"
#include "pf/container/container.hpp"

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace pf::test {

using Members = std::vector<std::pair<std::string, std::string>>; ///< names and contents

[[nodiscard]] base::UnnamedFile file_of(std::string_view bytes);

[[nodiscard]] std::string zip_of(Members const& members);
[[nodiscard]] std::string gzip_of(std::string_view content);

/// A workbook of one sheet. \param rows  the XML within `<sheetData>` \param more  further files, or others instead
[[nodiscard]] std::string workbook_of(std::string_view rows, Members const& more = {});

[[nodiscard]] std::string text_of(container::Table& table);

/// The text of the only table of a file called `book`; an error as `where: message | hint`.
[[nodiscard]] std::string table_of(std::string_view bytes, container::Choice const& choice = {});

/// Of a workbook of these rows.
[[nodiscard]] std::string sheet_of(std::string_view rows, Members const& more = {});

} // namespace pf::test
