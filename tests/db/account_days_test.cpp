// A day is a day of the account's zone, for everything that asks for one.
#include "pf/jobs/books/portfolio.hpp"
#include "pf/jobs/ledger/ledger_command.hpp"

#include "support/workbench.hpp"

#include <sstream>

using namespace pf;
using test::Workbench;
using money::operator""_dec;

namespace {

constexpr std::string_view header = "date,type,ticker,quantity,price,total,fee,currency,account,to_account\n";

std::string file_of(Workbench& bench, std::string const& name, std::string_view rows)
{
    return bench.write(name, std::string{header}.append(rows));
}

void set_zone(Workbench& bench, std::string const& account, std::string const& zone)
{
    cli::Common const common;
    jobs::AccountWords words;
    words.name = account;
    words.time_zone = zone;
    std::ostringstream shown;
    static_cast<void>(jobs::set_account(bench.database(), common, words, shown));
}

/// The gain of the disposals of a year.
Decimal realized(Workbench& bench, int year)
{
    jobs::PortfolioRequest request;
    request.with_disposals = true;
    request.disposals_first = Date{std::chrono::year{year} / 1 / 1};
    request.disposals_last = Date{std::chrono::year{year} / 12 / 31};
    Decimal sum;
    for (auto const& disposal : jobs::load_portfolio(bench.database(), request).disposals) {
        sum += disposal.realized_pl.value();
    }
    return sum;
}

Decimal held(Workbench& bench, std::string const& account, std::string_view day)
{
    jobs::PortfolioRequest request;
    request.account = account;
    request.as_of = *base::parse_date(day);
    auto const positions = jobs::load_portfolio(bench.database(), request).positions;
    return positions.empty() ? Decimal{} : positions.front().quantity;
}

} // namespace

TEST_CASE_TEMPLATE("a sale on New Year's Eve is of that year where the account is", Where, PF_BACKENDS)
{
    Workbench bench{Where::backend};
    auto const file = file_of(bench, "sale.csv",
                              "2023-12-31,BUY,VTI,10,,2000,,EUR,,\n"
                              "2025-01-01T00:30:00Z,SELL,VTI,4,,1000,,EUR,,\n"
                              "2025-01-01,SELL,VTI,1,,250,,EUR,,\n");
    bench.import_all({file});
    CHECK(realized(bench, 2024) == Decimal{});
    CHECK(realized(bench, 2025) == "250"_dec);

    set_zone(bench, "main", "America/New_York");
    CHECK(bench.discrepancies() == "");
    CHECK(realized(bench, 2024) == "200"_dec);
    CHECK(realized(bench, 2025) == "50"_dec);
    CHECK(held(bench, "main", "2024-12-31") == "6"_dec);
    CHECK(held(bench, "main", "2023-12-30") == Decimal{});
    CHECK(held(bench, "main", "2023-12-31") == "10"_dec);

    // What has only a date stays on that date in every zone, and is known when it comes again.
    CHECK(bench.import_all({file}).files.front().counts.duplicate == 3);
    for (auto const* zone : {"Pacific/Kiritimati", "Pacific/Pago_Pago", "UTC"}) {
        set_zone(bench, "main", zone);
        CHECK(bench.discrepancies() == "");
        CHECK(held(bench, "main", "2023-12-30") == Decimal{});
        CHECK(held(bench, "main", "2023-12-31") == "10"_dec);
    }
    CHECK(realized(bench, 2024) == Decimal{});
}

TEST_CASE_TEMPLATE("the holding period is counted in days of the account", Where, PF_BACKENDS)
{
    Workbench bench{Where::backend};
    bench.add_account("tokyo");
    set_zone(bench, "tokyo", "Asia/Tokyo");
    bench.import_all({file_of(bench, "term.csv",
                              "2023-03-01T16:00:00Z,BUY,A,1,,10,,EUR,main,\n"
                              "2024-03-01T14:00:00Z,SELL,A,1,,20,,EUR,main,\n"
                              "2023-03-01T16:00:00Z,BUY,B,1,,10,,EUR,tokyo,\n"
                              "2024-03-01T15:30:00Z,SELL,B,1,,20,,EUR,tokyo,\n"
                              "2023-03-01T14:00:00Z,BUY,C,1,,10,,EUR,tokyo,\n"
                              "2024-03-01T15:30:00Z,SELL,C,1,,20,,EUR,tokyo,\n")});
    jobs::PortfolioRequest request;
    request.with_disposals = true;
    std::string terms;
    for (auto const& disposal : jobs::load_portfolio(bench.database(), request).disposals) {
        terms += disposal.ticker + (disposal.term == model::Term::long_term ? " long\n" : " short\n");
    }
    CHECK(terms == "A short\nB short\nC long\n");
}

TEST_CASE_TEMPLATE("a transfer between zones is one event, on whichever side of midnight", Where, PF_BACKENDS)
{
    Workbench bench{Where::backend};
    bench.add_account("west");
    set_zone(bench, "west", "America/New_York");
    bench.add_account("east");
    set_zone(bench, "east", "Asia/Tokyo");
    auto const file = file_of(bench, "moved.csv",
                              "2024-05-01,BUY,A,10,,100,,EUR,west,\n"
                              "2024-05-02,TRANSFER,A,4,,,,EUR,west,east\n"
                              "2024-05-03T20:00:00Z,TRANSFER,A,1,,,,EUR,east,west\n"
                              "2024-05-04,TRANSFER,,,,50,,EUR,west,east\n");
    bench.import_all({file});
    CHECK(bench.discrepancies() == "");
    CHECK(held(bench, "east", "2024-05-01") == Decimal{});
    CHECK(held(bench, "west", "2024-05-02") == "6"_dec);
    CHECK(held(bench, "east", "2024-05-02") == "4"_dec);
    CHECK(held(bench, "east", "2024-05-03") == "4"_dec); // it is the 4th in Tokyo
    CHECK(held(bench, "west", "2024-05-04") == "7"_dec);
    for (auto const* zone : {"Pacific/Kiritimati", "Pacific/Pago_Pago"}) {
        set_zone(bench, "west", zone);
        CHECK(bench.discrepancies() == "");
        CHECK(held(bench, "east", "2024-05-01") == Decimal{});
        CHECK(held(bench, "east", "2024-05-02") == "4"_dec);
        CHECK(bench.import_all({file}).files.front().counts.duplicate == 4);
    }
}
