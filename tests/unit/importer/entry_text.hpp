#pragma once

#include "pf/importer/importer.hpp"

#include <string>

namespace pf::test {

/// An entry in lines that a person can read and a test can compare.
std::string to_text(importer::Entry const& entry);

/// Every entry of a file; the message of the error that ends it, if one does.
std::string read_all(importer::Format const& format, std::string_view text, std::string const& name,
                     importer::Companions const& companions = {});

/// The content of a file of the repository.
std::string content_of(std::string const& path);

/// The rows of a file of the repository: its text, or the CSV that it becomes.
/// \param stem  its path without its ending
std::string rows_of(std::string const& stem);

/// The built-in formats, read once.
importer::Catalog const& built_in();

} // namespace pf::test
