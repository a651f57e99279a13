#include "pf/cli/log.hpp"
#include "pf/jobs/books/balances.hpp"
#include "pf/jobs/ledger/ledger_command.hpp"
#include "pf/jobs/run/open.hpp"
#include "pf/report/ledger.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

namespace pf::jobs {

namespace {

report::BalanceDifference row_of(NamedDifference const& difference)
{
    auto const& [claim, booked, differs_by, more, agrees_until, opening, first_day] = difference.found;
    return {difference.account,
            claim.day,
            claim.balance.ticker,
            claim.balance.currency,
            claim.balance.quantity,
            booked,
            differs_by,
            claim.balance.import_id,
            difference.file,
            claim.balance.line_no};
}

void complain(std::vector<NamedDifference> const& differences)
{
    cli::ComplaintPrinter printer;
    for (auto const& difference : differences) {
        auto const issue = issue_of(difference);
        printer.print({fmt::format("{}:{}", issue.file, issue.line), issue.reason, issue.hint});
    }
    printer.finish();
}

std::string summary_of(BalancesCompared const& compared)
{
    auto summary = fmt::format("{} balance{} compared", compared.compared, compared.compared == 1 ? " was" : "s were");
    if (compared.unkept > 0) {
        summary += fmt::format("; {} of money that the account does not keep {} not", compared.unkept,
                               compared.unkept == 1 ? "was" : "were");
    }
    if (compared.future > 0) {
        summary += fmt::format("; {} {} after today", compared.future, compared.future == 1 ? "lies" : "lie");
    }
    return summary;
}

} // namespace

cli::Outcome check_balances(db::Database& database, cli::Common const& common, std::ostream& out)
{
    db::Atomic const snapshot{database, db::Atomic::Mode::read};
    auto const accounts = chosen_accounts(database, common.account.value_or(""));
    auto const compared = compare_balances(database, accounts);
    std::vector<report::BalanceDifference> rows;
    std::ranges::transform(compared.differences, std::back_inserter(rows), row_of);
    complain(compared.differences);
    report::write_balance_differences(out, rows, compared.compared, common.output);
    cli::Fields const fields{{"compared", compared.compared},
                             {"differences", static_cast<std::int64_t>(rows.size())},
                             {"not_kept", compared.unkept},
                             {"future", compared.future}};
    auto const summary = summary_of(compared);
    return rows.empty() ? cli::Outcome::ok(summary, fields) : cli::Outcome::issues(summary, fields);
}

} // namespace pf::jobs
