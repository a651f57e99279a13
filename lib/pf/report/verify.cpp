#include "pf/report/verify.hpp"

#include "pf/base/text.hpp"
#include "pf/report/grid.hpp"

#include <fmt/format.h>

namespace pf::report {

void write_verification(std::ostream& out, model::VerifyReport const& report, OutputStyle const& style)
{
    Grid grid{"discrepancies", {}, {{"account", "Account"}, {"ticker", "Ticker"}, {"what", "What"}}, {}, {}, {}};
    grid.source = rows_of(report.discrepancies, [](model::Discrepancy const& discrepancy) {
        return Row{text(discrepancy.account), text(discrepancy.ticker), text(discrepancy.what)};
    });
    grid.when_empty =
        fmt::format("the books are right: {}, {}, {} and {} equal what {} give; "
                    "proceeds − purchases + market value = realized + unrealized for {}",
                    base::counted(report.positions, "position"), base::counted(report.lots, "lot"),
                    base::counted(report.disposals, "disposal"), base::counted(report.balances, "balance"),
                    base::counted(report.transactions, "transaction"), base::counted(report.identities, "position"));
    if (report.unknown > 0) {
        grid.when_empty += fmt::format(", unknown for {}", report.unknown);
    }
    std::vector<Fact> const facts{{"transactions", report.transactions},
                                  {"positions", report.positions},
                                  {"lots", report.lots},
                                  {"disposals", report.disposals},
                                  {"balances", report.balances},
                                  {"identities", report.identities},
                                  {"unknown", report.unknown}};
    write(out, {"pf.verify/1", facts, {grid}, {}}, style);
}

} // namespace pf::report
