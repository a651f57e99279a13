#include "pf/base/error.hpp"
#include "pf/cli/file_text.hpp"
#include "pf/jobs/prices/fetch.hpp"
#include "pf/report/prices.hpp"

#include <algorithm>
#include <filesystem>
#include <system_error>

namespace pf::jobs {

namespace {

namespace fs = std::filesystem;

/// The `*.toml` of a folder, sorted; none when it does not exist.
std::vector<fs::path> definitions_in(fs::path const& folder)
{
    std::vector<fs::path> paths;
    std::error_code problem;
    for (auto const& entry : fs::directory_iterator(folder, problem)) {
        if (entry.path().extension() == ".toml") {
            paths.push_back(entry.path());
        }
    }
    if (problem && problem != std::errc::no_such_file_or_directory) {
        throw Error(ExitCode::config, "cannot be listed: " + problem.message(), folder.string());
    }
    std::ranges::sort(paths);
    return paths;
}

} // namespace

prices::Sources load_sources(cli::Common const& common)
{
    std::vector<prices::SourceText> own;
    for (auto const& path :
         common.config_directory ? definitions_in(*common.config_directory / "sources") : std::vector<fs::path>{}) {
        auto const text = cli::file_text(path.string());
        if (!text) {
            throw Error(ExitCode::config, "cannot be read", path.string());
        }
        own.push_back({*text, path.string()});
    }
    return prices::Sources{own};
}

cli::Outcome list_sources(cli::Common const& common, std::ostream& out)
{
    auto const sources = load_sources(common);
    std::vector<report::SourceLine> lines;
    for (auto const& [name, source] : sources.all()) {
        lines.push_back(
            {name, source.gives == prices::Gives::prices ? "prices" : "rates", source.key_file_env, source.title});
    }
    report::write_sources(out, lines, common.output);
    return cli::Outcome::ok();
}

} // namespace pf::jobs
