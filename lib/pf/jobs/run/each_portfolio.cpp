#include "pf/jobs/run/each_portfolio.hpp"

#include "pf/base/error.hpp"
#include "pf/cli/interrupt.hpp"
#include "pf/cli/log.hpp"
#include "pf/db/portfolio_store.hpp"
#include "pf/jobs/run/open.hpp"

#include <fmt/format.h>

#include <ostream>

namespace pf::jobs {

namespace {

void refuse_contradictions(cli::Common const& common)
{
    if (!common.portfolio.empty()) {
        throw Error{ExitCode::usage, "--all-portfolios says all, and --portfolio or PF_PORTFOLIO one", "--portfolio",
                    "leave one of them out"};
    }
    if (common.output.format == OutputFormat::csv) {
        throw Error{ExitCode::usage, "--output csv holds one table, and --all-portfolios makes several", "--output",
                    "take json, or ask for one --portfolio after the other"};
    }
}

/// Those of others are theirs to look after.
std::vector<std::string> own_portfolios(cli::Common const& common)
{
    auto const target = target_of(common);
    auto database = whole_database(target, open_options(common), "leave out --all-portfolios");
    std::vector<std::string> names;
    for (auto const& portfolio : db::PortfolioStore{database}.list()) {
        if (portfolio.version) {
            names.push_back(portfolio.name);
        }
    }
    if (names.empty()) {
        throw Error{ExitCode::no_input, "there is no portfolio here yet", target.shown,
                    "'pf-migrate up' makes the one that needs no name, 'pf-migrate portfolio create NAME' others"};
    }
    return names;
}

/// The name needs no quotes in either.
void write_heading(std::ostream& out, std::string const& name, OutputFormat format)
{
    out << (format == OutputFormat::json ? fmt::format("{{\"schema\":\"pf.portfolio/1\",\"portfolio\":\"{}\"}}\n", name)
                                         : fmt::format("portfolio {}\n", name));
}

cli::Outcome attempted(std::function<cli::Outcome()> const& work, std::string const& name)
{
    try {
        auto outcome = work();
        if (!outcome.summary.empty()) {
            cli::log(cli::Level::info, "portfolio_done", fmt::format("portfolio {}: {}", name, outcome.summary),
                     outcome.fields);
        }
        return outcome;
    } catch (Error const& error) {
        cli::print_complaints({{fmt::format("portfolio {}{}{}", name, error.where().empty() ? "" : ", ", error.where()),
                                error.message(), error.hint()}});
        return {error.code(), {}, {}, {}};
    }
}

} // namespace

cli::Outcome in_each_portfolio(cli::Common& common, std::function<cli::Outcome()> const& work, std::ostream& out)
{
    if (!common.all_portfolios) {
        return work();
    }
    refuse_contradictions(common);
    auto const names = own_portfolios(common);
    auto code = ExitCode::ok;
    std::size_t failed = 0;
    for (auto const& name : names) {
        cli::Interrupt::check();
        common.portfolio = name == "public" ? "" : name;
        write_heading(out, name, common.output.format);
        auto const outcome = attempted(work, name);
        failed += outcome.code == ExitCode::ok ? 0 : 1;
        code = code == ExitCode::ok ? outcome.code : code;
    }
    return {code,
            fmt::format("{} portfolio{}, {}", names.size(), names.size() == 1 ? "" : "s",
                        failed == 0 ? std::string{"all well"} : fmt::format("{} not well", failed)),
            {},
            {}};
}

} // namespace pf::jobs
