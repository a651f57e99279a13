#pragma once

#include <span>
#include <string_view>

namespace pf::base {

/// A file that was built into the library; `name` is its path below the folder it came from, e.g. `sqlite/0001_x.sql`.
struct EmbeddedFile {
    std::string_view name;
    std::string_view content;
};

} // namespace pf::base

namespace pf::embedded {

/// The migrations of `schema/`, sorted by name.
std::span<base::EmbeddedFile const> schema_files();

/// The format definitions of `lib/pf/importer/formats/`, sorted by name.
std::span<base::EmbeddedFile const> format_files();

/// What pages need besides themselves: `web/`, sorted by name, each also compressed under its name and `.gz`.
std::span<base::EmbeddedFile const> web_files();

/// The sources of `lib/pf/prices/sources/`, sorted by name.
std::span<base::EmbeddedFile const> source_files();

/// The pages of `docs/`, sorted by name.
std::span<base::EmbeddedFile const> docs_files();

} // namespace pf::embedded
