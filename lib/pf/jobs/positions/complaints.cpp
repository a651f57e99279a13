#include "pf/jobs/positions/complaints.hpp"

#include "pf/base/text.hpp"
#include "pf/cli/log.hpp"
#include "pf/db/position_store.hpp"
#include "pf/jobs/books/findings.hpp"
#include "pf/jobs/run/open.hpp"
#include "pf/report/positions.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

namespace pf::jobs {

void tell_what_lies_beyond(PortfolioRequest const& request)
{
    if (request.beyond > 0) {
        cli::log(cli::Level::warning, "beyond_today",
                 fmt::format("{} transaction{} after today {} left out; --as-of counts them", request.beyond,
                             request.beyond == 1 ? "" : "s", request.beyond == 1 ? "is" : "are"),
                 {{"count", request.beyond}});
    }
}

void tell_where_nothing_is(db::Database const& database, Holdings const& holdings)
{
    if (holdings.positions.empty() && holdings.cash.empty()) {
        auto const& shown = database.target().shown;
        cli::log(cli::Level::info, "nothing_held",
                 "nothing is held in " + shown + "; 'pf-import FILE' brings something in", {{"database", shown}});
    }
}

std::size_t complain(std::vector<lots::Oversell> const& oversells)
{
    cli::ComplaintPrinter printer;
    for (auto const& oversell : oversells) {
        printer.print({oversell.ticker, text_of(oversell) + "; left out", "'pf-positions verify' checks the books"});
    }
    printer.finish();
    return oversells.size();
}

std::size_t complain_of_unknown_tickers(db::Database& database, PortfolioRequest const& request)
{
    if (request.tickers.empty()) {
        return 0;
    }
    std::vector<std::int64_t> ids;
    std::ranges::transform(chosen_accounts(database, request.account), std::back_inserter(ids), &model::Account::id);
    std::vector<std::string> known;
    std::ranges::transform(db::PositionStore{database}.list(ids), std::back_inserter(known), &model::Position::ticker);
    std::vector<cli::Complaint> complaints;
    for (auto const& ticker : request.tickers) {
        if (std::ranges::find(known, ticker) == known.end()) {
            auto const upper = std::ranges::find(known, base::to_upper(ticker));
            auto const near = upper == known.end() ? base::nearest(ticker, known) : *upper;
            complaints.push_back({"--ticker", fmt::format("there are no transactions of {}", base::quoted(ticker)),
                                  near ? fmt::format("did you mean {}?", *near) : "pf-positions --closed lists all"});
        }
    }
    cli::print_complaints(complaints);
    return complaints.size();
}

std::set<Currency> too_large(report::Totals const& own, report::Totals const& base, bool has_foreign)
{
    auto currencies = own.too_large();
    if (has_foreign) {
        currencies.insert(base.too_large().begin(), base.too_large().end());
    }
    return currencies;
}

std::size_t complain_of_large(std::set<Currency> const& currencies)
{
    std::vector<cli::Complaint> complaints;
    for (auto const currency : currencies) {
        complaints.push_back({std::string{currency.code()},
                              "a total is out of range (at most 20 digits before the decimal mark)",
                              "is a decimal mark missing in a price or a quantity?"});
    }
    cli::print_complaints(complaints);
    return complaints.size();
}

std::size_t complain_of_large(Holdings const& holdings)
{
    auto const totals = report::totals_of(holdings.positions, holdings.cash);
    return complain_of_large(too_large(totals.own, totals.base, totals.has_foreign));
}

cli::Outcome outcome(cli::Common const& common, std::int64_t unknown, std::size_t complaints, std::string const& noun,
                     std::string const& lack)
{
    if (unknown > 0) {
        cli::log(cli::Level::warning, "unknown_amounts", base::counted(unknown, noun) + lack, {{"count", unknown}});
    }
    return complaints > 0 ? cli::Outcome::issues() : cli::outcome_of_unknown(unknown > 0, common.allow_unknown);
}

cli::Outcome outcome_of(cli::Common const& common, Holdings const& holdings, std::size_t complaints)
{
    auto const unknown = std::ranges::count_if(holdings.positions, [](auto const& row) {
        return !row.market_value || !row.market_value_base || !row.position.total_cost || !row.position.realized_pl ||
               !row.total.value;
    });
    auto const of_positions = outcome(common, unknown, complaints, "position", " with an unknown price, rate or cost");
    auto const unknown_cash = std::ranges::count_if(holdings.cash, [](auto const& row) { return !row.total.value; });
    auto const of_cash = outcome(common, unknown_cash, 0, "balance", " of money with an unknown amount or rate");
    return of_positions.code == ExitCode::ok ? of_cash : of_positions;
}

} // namespace pf::jobs
