#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace pf::cli {

/// Something that `pf help` explains: a page of the documentation, or a section of one.
struct Topic {
    std::string_view name;
    std::string_view summary;
    std::string_view page;    ///< `command-line.md`
    std::string_view section; ///< its heading; empty: the whole page
};

[[nodiscard]] std::span<Topic const> topics();

/// The documentation as it is built in: a topic, or any page by its name; nothing, when there is neither.
[[nodiscard]] std::optional<std::string> help_on(std::string_view name);

/// What can be asked for.
[[nodiscard]] std::vector<std::string> help_names();

/// From a heading to the next one of its rank, without both; empty, when there is no such heading.
[[nodiscard]] std::string section_of(std::string_view page, std::string_view heading);

/// The first commands of a page and what they printed, as a test runs them; empty, when there are none.
[[nodiscard]] std::string first_session(std::string_view page);

/// Markdown for a terminal: links are their words.
[[nodiscard]] std::string without_links(std::string_view markdown);

} // namespace pf::cli
