#include "pf/base/definition_file.hpp"
#include "pf/jobs/prices/fetch.hpp"
#include "pf/report/prices.hpp"

namespace pf::jobs {

prices::Sources load_sources(cli::Common const& common)
{
    std::vector<prices::SourceText> own;
    if (common.config_directory) {
        for (auto& file : base::definition_files_in((*common.config_directory / "sources").string())) {
            own.push_back({std::move(file.text), std::move(file.file)});
        }
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
