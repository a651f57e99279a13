#include "pf/report/verify.hpp"

#include "pf/report/grid.hpp"

#include <fmt/format.h>

namespace pf::report {

void write_verification(std::ostream& out, model::VerifyReport const& report, OutputStyle const& style)
{
    Grid grid{"discrepancies", {}, {{"account", "Account"}, {"ticker", "Ticker"}, {"what", "What"}}, {}, {}, {}};
    for (auto const& discrepancy : report.discrepancies) {
        grid.rows.push_back({text(discrepancy.account), text(discrepancy.ticker), text(discrepancy.what)});
    }
    grid.when_empty =
        fmt::format("the books are right: {} positions, {} lots and {} disposals equal what {} transactions "
                    "give; proceeds − purchases + market value = realized + unrealized for {} positions",
                    report.positions, report.lots, report.disposals, report.transactions, report.identities);
    if (report.unknown > 0) {
        grid.when_empty += fmt::format(", unknown for {}", report.unknown);
    }
    std::vector<Fact> const facts{
        {"transactions", report.transactions}, {"positions", report.positions},   {"lots", report.lots},
        {"disposals", report.disposals},       {"identities", report.identities}, {"unknown", report.unknown}};
    write(out, {"pf.verify/1", facts, {grid}, {}}, style);
}

} // namespace pf::report
