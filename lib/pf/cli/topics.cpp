#include "pf/cli/topics.hpp"

#include "pf/base/embedded.hpp"

#include <algorithm>
#include <array>

namespace pf::cli {
namespace {

constexpr std::array all_topics{
    Topic{"start", "From a broker's file to the first table", "import.md", ""},
    Topic{"dates", "How days are written", "command-line.md", "Days"},
    Topic{"columns", "Choosing and sorting rows and columns", "command-line.md", "Rows and columns"},
    Topic{"output", "Tables, JSON and CSV", "command-line.md", "Output"},
    Topic{"environment", "Options, variables and the configuration file", "command-line.md",
          "Where a setting comes from"},
    Topic{"exit-codes", "What a program's exit code says", "command-line.md", "Exit codes"},
    Topic{"accounts", "How accounts are kept", "pf-ledger.md", "Accounts"},
    Topic{"portfolios", "Several people's books in one database", "portfolios.md", ""},
    Topic{"instruments", "What is held, and what sources call it", "pf-ledger.md", "Instruments"},
    Topic{"formats", "Which files are understood", "formats.md", ""},
    Topic{"methods", "Which lots a sale uses", "lots.md", "2. Methods"},
    Topic{"unknown", "What ? stands for, and what mends it", "command-line.md", "What is unknown"},
    Topic{"returns", "How returns are calculated", "returns.md", ""},
    Topic{"backup", "Keeping backups", "backup.md", ""},
    Topic{"troubleshooting", "What to do when something goes wrong", "troubleshooting.md", ""},
};

std::optional<std::string_view> page_of(std::string_view name)
{
    auto const files = embedded::docs_files();
    auto const found = std::ranges::find(files, name, &base::EmbeddedFile::name);
    return found == files.end() ? std::nullopt : std::optional{found->content};
}

std::size_t rank_of(std::string_view line)
{
    auto const rank = std::min(line.find_first_not_of('#'), line.size());
    return rank > 0 && rank < line.size() && line[rank] == ' ' ? rank : 0;
}

/// Lines of a page, and whether each is one of a listing, where `#` begins no heading.
template <typename Receiver>
void visit_lines(std::string_view page, Receiver receiver)
{
    bool is_listing = false;
    while (!page.empty()) {
        auto const end = std::min(page.find('\n'), page.size());
        auto const line = page.substr(0, end);
        bool const is_fence = line.starts_with("```");
        receiver(line, is_listing || is_fence);
        is_listing = is_listing != is_fence;
        page.remove_prefix(std::min(end + 1, page.size()));
    }
}

} // namespace

std::span<Topic const> topics()
{
    return all_topics;
}

std::string section_of(std::string_view page, std::string_view heading)
{
    std::string text;
    std::size_t rank = 0;
    visit_lines(page, [&](std::string_view line, bool is_listing) {
        auto const here = is_listing ? 0 : rank_of(line);
        if (here != 0 && (rank == 0 || here <= rank)) {
            rank = rank == 0 && line.substr(here + 1) == heading ? here : rank == 0 ? 0 : std::string_view::npos;
            return;
        }
        if (rank != 0 && rank != std::string_view::npos) {
            text.append(line).push_back('\n');
        }
    });
    return text.substr(std::min(text.find_first_not_of('\n'), text.size()));
}

std::string first_session(std::string_view page)
{
    constexpr std::string_view fence = "```console\n";
    auto const begin = page.find(fence);
    if (begin == std::string_view::npos) {
        return "";
    }
    auto const rest = page.substr(begin + fence.size());
    return std::string{rest.substr(0, rest.find("```"))};
}

std::string without_links(std::string_view markdown)
{
    std::string text;
    while (!markdown.empty()) {
        auto const middle = markdown.find("](");
        auto const begin = middle == std::string_view::npos ? middle : markdown.rfind('[', middle);
        auto const end = middle == std::string_view::npos ? middle : markdown.find(')', middle);
        if (begin == std::string_view::npos || end == std::string_view::npos) {
            return text.append(markdown);
        }
        text.append(markdown.substr(0, begin)).append(markdown.substr(begin + 1, middle - begin - 1));
        markdown.remove_prefix(end + 1);
    }
    return text;
}

std::optional<std::string> help_on(std::string_view name)
{
    auto const topic = std::ranges::find(all_topics, name, &Topic::name);
    if (topic != all_topics.end()) {
        auto const page = page_of(topic->page).value_or("");
        return without_links(topic->section.empty() ? std::string{page} : section_of(page, topic->section));
    }
    auto const page = page_of(std::string{name} + ".md");
    return page ? std::optional{without_links(*page)} : std::nullopt;
}

std::vector<std::string> help_names()
{
    std::vector<std::string> names;
    for (auto const& topic : all_topics) {
        names.emplace_back(topic.name);
    }
    for (auto const& file : embedded::docs_files()) {
        names.emplace_back(file.name.substr(0, file.name.rfind('.')));
    }
    return names;
}

} // namespace pf::cli
