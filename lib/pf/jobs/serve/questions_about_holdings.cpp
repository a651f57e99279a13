#include "pf/jobs/positions/allocation_command.hpp"
#include "pf/jobs/positions/payments.hpp"
#include "pf/jobs/positions/positions_command.hpp"
#include "pf/jobs/serve/parameter_kinds.hpp"
#include "pf/jobs/serve/question_groups.hpp"

#include <utility>

namespace pf::jobs::serve {

namespace {

std::vector<Parameter> of_positions()
{
    auto live = flag("live", "Value with quotes from Redis that are newer than the last close");
    live.excludes = "as-of";
    return {account(),
            day("as-of", "As it was at the end of that day"),
            repeated(text("ticker", "Only these")),
            one_of("method", {"fifo", "lifo", "hifo", "lofo", "average", "specific"}, "Book all by this method"),
            one_of("fees", {"in-basis", "separate"}, "separate: keep fees out of cost and proceeds"),
            one_of("scope", {"account", "all"}, "all: a sale takes lots of any account"),
            std::move(live)};
}

PositionsWords positions_words(Values const& values)
{
    PositionsWords words;
    words.tickers = values.texts("ticker");
    words.as_of = values.text("as-of");
    words.method = values.text("method");
    words.fees = values.text("fees");
    words.scope = values.text("scope");
    words.in = values.text("in");
    words.by = values.text("by");
    words.closed = values.has("closed");
    words.live = values.has("live");
    if (auto const year = values.whole("year")) {
        words.year = static_cast<int>(*year);
    }
    words.stale_after = values.whole("stale-after").value_or(words.stale_after);
    return words;
}

using PaymentsJob = cli::Outcome (*)(db::Database&, cli::Common const&, PaymentWords const&, std::ostream&);

auto payments(PaymentsJob job)
{
    return [job](db::Database& database, cli::Common const& common, Values const& values, std::ostream& out) {
        return job(database, common, {values.text("by"), values.text("from"), values.text("to"), values.text("in")},
                   out);
    };
}

Parameter what_groups_are()
{
    auto by = text("by", "What the groups are: account, asset_type, currency, ticker or a tag of instruments");
    by.example = "account";
    return by;
}

/// What things are worth does not depend on how lots are booked; targets are files, and no question names one.
std::vector<Parameter> of_allocation()
{
    auto parameters = of_positions();
    for (auto const* const name : {"method", "fees", "scope"}) {
        parameters = without(std::move(parameters), name);
    }
    return joined(std::move(parameters),
                  {text("by", "By account, asset_type (without it), currency, ticker or a tag of instruments"), in()});
}

cli::Outcome ask_allocation(db::Database& database, cli::Common const& common, Values const& values, std::ostream& out)
{
    AllocationWords wanted;
    wanted.by = values.text("by");
    wanted.in = values.text("in");
    auto words = positions_words(values);
    words.by.clear();
    return show_allocation(database, common, words, wanted, out);
}

std::vector<Parameter> of_payments()
{
    return {account(), day("from", "From that day on"), day("to", "Up to the end of that day"),
            one_of("by", {"month", "quarter", "year", "ticker", "account"}, "What the rows are; month without it"),
            in()};
}

using PositionsJob = cli::Outcome (*)(db::Database&, cli::Common const&, PositionsWords const&, std::ostream&);

auto positions(PositionsJob job, bool compare = false)
{
    return [job, compare](db::Database& database, cli::Common const& common, Values const& values, std::ostream& out) {
        auto words = positions_words(values);
        words.compare = compare;
        return job(database, common, words, out);
    };
}

} // namespace

std::vector<Question> questions_about_holdings()
{
    auto const some = of_positions();
    return {
        {"positions",
         "pf-positions",
         "What is held, what it cost and what it is worth",
         Depends::on_books,
         joined(some, {flag("closed", "Also positions that are closed"),
                       whole("stale-after", 0, 10'000, "A price older than so many weekdays is stale"), in()}),
         positions(show_positions),
         {"positions", {"account", "ticker", "asset_type", "currency"}, true}},
        {"groups", "pf-positions --by WHAT", "What is held, by account, asset type, currency, ticker or tag",
         Depends::on_books,
         joined(some, {flag("closed", "Also positions that are closed"), in(), required(what_groups_are())}),
         positions(show_positions)},
        {"compare", "pf-positions --compare", "All booking methods side by side", Depends::on_books,
         joined(without(some, "method"), {flag("closed", "Also positions that are closed")}),
         positions(show_positions, true)},
        {"lots",
         "pf-positions lots",
         "The open lots",
         Depends::on_books,
         joined(some, {in()}),
         positions(show_lots),
         {"lots", {"account", "ticker", "opening_transaction_id", "lot_no"}, true}},
        {"realized",
         "pf-positions realized",
         "The gains that sales have realized, lot by lot",
         Depends::on_books,
         joined(some, {whole("year", 1000, 9999, "Only sales of that calendar year"), in()}),
         positions(show_realized),
         {"disposals",
          {"account", "ticker", "disposal_date", "purchase_date", "quantity", "proceeds", "cost_basis", "side"},
          true}},
        {"allocation", "pf-positions allocation", "How what is held is spread", Depends::on_books, of_allocation(),
         ask_allocation},
        {"income", "pf-positions income", "Dividends, interest and rewards, and the tax withheld of them",
         Depends::on_books, of_payments(), payments(show_income)},
        {"costs", "pf-positions costs", "Fees and taxes", Depends::on_books, of_payments(), payments(show_costs)},
        {"verify",
         "pf-positions verify",
         "The books anew, compared with what is stored",
         Depends::on_more,
         {account()},
         [](auto& database, auto const& common, auto const&, auto& out) {
             return show_verification(database, common, out);
         }},
    };
}

} // namespace pf::jobs::serve
