// What sources say is held: stored once, undone with its import, and compared with the books.
#include "pf/db/account_store.hpp"
#include "pf/db/balance_store.hpp"
#include "pf/jobs/books/balances.hpp"
#include "pf/jobs/import/import_admin.hpp"

#include "support/workbench.hpp"

#include <chrono>

using namespace pf;
using test::Workbench;
using money::operator""_dec;

namespace {

constexpr std::string_view header = "date,type,ticker,quantity,price,fee,currency,total,account,to_account\n";

/// 100 EUR, 10 A for 40.
constexpr std::string_view books = "2024-01-02,DEPOSIT,,,,,EUR,100,,\n"
                                   "2024-01-03,BUY,A,10,4,0,EUR,,,\n";

std::string file_of(Workbench& bench, std::string const& name, std::string_view rows)
{
    return bench.write(name, std::string{header}.append(rows));
}

std::string text_of(std::vector<model::Issue> const& issues, std::string const& folder)
{
    std::string text;
    for (auto const& issue : issues) {
        auto const file = issue.file.starts_with(folder) ? issue.file.substr(folder.size()) : issue.file;
        text += file + ":" + std::to_string(issue.line) + ": " + issue.reason + " (" + issue.hint + ")\n";
    }
    return text;
}

/// What an import complains of.
std::string complaints(Workbench& bench, model::ImportReport const& report)
{
    return text_of(test::all(report.balances), bench.path(""));
}

/// What `pf-ledger check` complains of.
std::string differences(Workbench& bench)
{
    std::vector<model::Issue> issues;
    for (auto const& one :
         jobs::compare_balances(bench.database(), db::AccountStore{bench.database()}.list()).differences) {
        issues.push_back(jobs::issue_of(one));
    }
    return text_of(issues, bench.path(""));
}

} // namespace

TEST_CASE_TEMPLATE("what a file says is held is stored once, and is no transaction", Where, PF_BACKENDS)
{
    Workbench bench{Where::backend};
    auto const rows = std::string{books} + "2024-01-03,BALANCE,A,10,,,,,,\n"
                                           "2024-01-03,BALANCE,,,,,EUR,60,,\n"
                                           "2024-01-03T10:00:00Z,BALANCE,,,,,EUR,60,,\n"
                                           "2024-01-03,BALANCE,,,,,EUR,60,,\n";
    auto const first = bench.import_all({file_of(bench, "1.csv", rows)});
    CHECK(complaints(bench, first) == "");
    CHECK(first.files.front().counts.inserted == 5);
    CHECK(first.files.front().counts.duplicate == 1);
    CHECK(bench.count("balances") == 3);
    CHECK(bench.count("transactions") == 2);
    auto const again = bench.import_all({file_of(bench, "2.csv", rows)});
    CHECK(again.files.front().counts.duplicate == 6);
    CHECK(bench.count("balances") == 3);
    auto const undone = jobs::undo_import(bench.database(), first.files.front().import_id);
    CHECK(undone.removed == 2);
    CHECK(undone.removed_balances == 3);
    CHECK(bench.count("balances") == 0);
}

TEST_CASE_TEMPLATE("K4: a balance that is not booked is named with its line, and refused when the request is strict",
                   Where, PF_BACKENDS)
{
    Workbench bench{Where::backend};
    auto const file = file_of(bench, "1.csv",
                              std::string{books} + "2024-01-02,BALANCE,,,,,EUR,100,,\n"
                                                   "2024-01-03,BALANCE,,,,,EUR,55,,\n"
                                                   "2024-01-04,BALANCE,,,,,EUR,55,,\n");
    auto request = Workbench::request({file});
    request.strict_balances = true;
    auto const refused = bench.import(request);
    CHECK(refused.refused);
    CHECK_FALSE(refused.stored);
    CHECK(bench.count("transactions") == 0);
    CHECK(bench.count("balances") == 0);
    std::string const told =
        "1.csv:5: says that 55 EUR are held at the end of 2024-01-03 in account \"main\", but 60 are booked (5 too "
        "much), as with 1 later balance (both agreed on 2024-01-02; a row is missing, is there twice, or is of another "
        "account: 'pf-ledger cash --currency EUR' shows what is booked)\n";
    CHECK(complaints(bench, refused) == told);
    CHECK(complaints(bench, bench.import_all({file})) == told);
    CHECK(differences(bench) == told);
    // The row that was missing mends it, and no new balance speaks of it.
    auto const fee = bench.import_all({file_of(bench, "2.csv", "2024-01-03,FEE,,,5,,EUR,,,\n")});
    CHECK(complaints(bench, fee) == "");
    CHECK(differences(bench) == "");
}

TEST_CASE_TEMPLATE("a file that begins in the middle is told what was there before", Where, PF_BACKENDS)
{
    Workbench bench{Where::backend};
    auto const report = bench.import_all({file_of(bench, "1.csv",
                                                  std::string{books} + "2024-01-02,BALANCE,,,,,EUR,600,,\n"
                                                                       "2024-01-03,BALANCE,,,,,EUR,560,,\n"
                                                                       "2024-01-03,BALANCE,A,17,,,,,,\n"
                                                                       "2024-01-02,BALANCE,A,7,,,,,,\n")});
    CHECK(complaints(bench, report) ==
          "1.csv:4: says that 600 EUR are held at the end of 2024-01-02 in account \"main\", but 100 are booked (500 "
          "missing), as with 1 later balance (the difference is the same from the first balance on, so that 500 EUR "
          "may have been there before: 'pf-ledger add deposit 500 EUR on 2024-01-01 --account main' books it)\n"
          "1.csv:7: says that 7 A are held at the end of 2024-01-02 in account \"main\", but 0 are booked (7 missing), "
          "as with 1 later balance (the difference is the same from the first balance on, so that 7 A may have been "
          "there before: 'pf-ledger add transfer_in 7 A on 2024-01-01 --account main' books it)\n");
    bench.import_all({file_of(bench, "2.csv", "2024-01-01,DEPOSIT,,,,,EUR,500,,\n2024-01-01,TRANSFER_IN,A,7,,,,,,\n")});
    CHECK(differences(bench) == "");
}

TEST_CASE_TEMPLATE("money of an account that keeps none is not compared; an unknown ticker is held by nobody", Where,
                   PF_BACKENDS)
{
    Workbench bench{Where::backend};
    auto const report = bench.import_all({file_of(bench, "1.csv",
                                                  "2024-01-03,BUY,A,10,4,0,EUR,,,\n"
                                                  "2024-01-03,BALANCE,,,,,EUR,60,,\n"
                                                  "2024-01-03,BALANCE,B,1,,,,,,\n")});
    CHECK(complaints(bench, report) ==
          "1.csv:4: says that 1 B are held at the end of 2024-01-03 in account \"main\", but 0 are booked (1 missing) "
          "(a row is missing, is there twice, or is of another account: 'pf-ledger list --ticker B' shows what is "
          "booked)\n");
    auto const compared = jobs::compare_balances(bench.database(), db::AccountStore{bench.database()}.list());
    CHECK(compared.compared == 1);
    CHECK(compared.unkept == 1);
}

TEST_CASE_TEMPLATE("of two imports that speak of one moment the later is right; in one file neither is left out", Where,
                   PF_BACKENDS)
{
    Workbench bench{Where::backend};
    bench.import_all({file_of(bench, "1.csv",
                              std::string{books} + "2024-01-03,BALANCE,,,,,EUR,50,,\n"
                                                   "2024-01-03,BALANCE,,,,,EUR,60,,\n")});
    CHECK(differences(bench).starts_with("1.csv:4: says that 50 EUR"));
    bench.import_all({file_of(bench, "2.csv", "2024-01-03,BALANCE,,,,,EUR,60.0,,\n2024-01-03,BALANCE,,,,,EUR,61,,\n")});
    CHECK(differences(bench).starts_with("2.csv:3: says that 61 EUR"));
    bench.import_all({file_of(bench, "3.csv", "2024-01-03,DEPOSIT,,,,,EUR,1,,\n")});
    CHECK(differences(bench) == "");
}

TEST_CASE_TEMPLATE("a day ends where the account is, and a moment is one wherever that is", Where, PF_BACKENDS)
{
    Workbench bench{Where::backend};
    {
        db::Atomic atomic{bench.database()};
        db::AccountStore store{bench.database()};
        auto account = store.get("main");
        account.time_zone = *base::TimeZone::parse("America/New_York");
        store.update(account);
        atomic.commit();
    }
    bench.import_all({file_of(bench, "1.csv",
                              "2024-01-02,DEPOSIT,,,,,EUR,100,,\n"
                              "2024-01-03T23:30:00-05:00,DEPOSIT,,,,,EUR,1,,\n"
                              "2024-01-04,DEPOSIT,,,,,EUR,10,,\n"
                              "2024-01-02,BALANCE,,,,,EUR,100,,\n"
                              "2024-01-03,BALANCE,,,,,EUR,101,,\n"
                              "2024-01-04T04:29:59Z,BALANCE,,,,,EUR,100,,\n"
                              "2024-01-04T04:30:00Z,BALANCE,,,,,EUR,101,,\n"
                              "2024-01-04,BALANCE,,,,,EUR,111,,\n")});
    CHECK(differences(bench) == "");
}

TEST_CASE_TEMPLATE("both sides of a transfer count where they are, and a balance of tomorrow is not compared yet",
                   Where, PF_BACKENDS)
{
    Workbench bench{Where::backend};
    bench.add_account("other");
    auto const tomorrow = base::to_text(base::today() + std::chrono::days{2});
    auto const report = bench.import_all({file_of(bench, "1.csv",
                                                  std::string{books} +
                                                      "2024-01-04,TRANSFER,,,,,EUR,25,,other\n"
                                                      "2024-01-05,TRANSFER,A,4,,,,,,other\n"
                                                      "2024-01-05,BALANCE,,,,,EUR,35,,\n"
                                                      "2024-01-05,BALANCE,,,,,EUR,25,other,\n"
                                                      "2024-01-05,BALANCE,A,6,,,,,,\n"
                                                      "2024-01-05,BALANCE,A,4,,,,,other,\n" +
                                                      tomorrow + ",BALANCE,A,99,,,,,,\n")});
    CHECK(complaints(bench, report) == "");
    CHECK(jobs::compare_balances(bench.database(), db::AccountStore{bench.database()}.list()).future == 1);
}

TEST_CASE_TEMPLATE("balances that an account does not have, and rows that are rejected, are left out with their rows",
                   Where, PF_BACKENDS)
{
    Workbench bench{Where::backend};
    auto request = Workbench::request({file_of(bench, "1.csv",
                                               std::string{books} + "2024-01-03,BALANCE,A,x,,,,,,\n"
                                                                    "2024-01-03,BALANCE,A,1,,,,,nobody,\n"
                                                                    "2024-01-03,BALANCE,A,10,,,,,,\n")});
    CHECK(bench.import(request).refused);
    request.partial = true;
    auto const report = bench.import(request);
    CHECK(report.stored);
    CHECK(report.files.front().counts.rejected == 2);
    CHECK(bench.count("balances") == 1);
    CHECK(complaints(bench, report) == "");
}

TEST_CASE_TEMPLATE("the balance column of an account statement is compared by the last balance of each day", Where,
                   PF_BACKENDS)
{
    Workbench bench{Where::backend};
    auto const report = bench.import_all({Workbench::sample("degiro.csv")});
    CHECK(complaints(bench, report) == "");
    CHECK(bench.count("balances") == 9);
    CHECK(differences(bench) == "");
    auto const compared = jobs::compare_balances(bench.database(), db::AccountStore{bench.database()}.list());
    CHECK(compared.compared == 9);
}

TEST_CASE_TEMPLATE("a refund lowers what was paid and is no income", Where, PF_BACKENDS)
{
    Workbench bench{Where::backend};
    bench.import_all({file_of(bench, "1.csv",
                              std::string{books} + "2024-01-04,FEE,A,,3,,EUR,,,\n"
                                                   "2024-01-05,FEE_REFUND,A,,,,EUR,3,,\n"
                                                   "2024-01-04,TAX,,,,,EUR,7,,\n"
                                                   "2024-01-05,TAX_REFUND,,,,,EUR,7,,\n"
                                                   "2024-01-05,BALANCE,,,,,EUR,60,,\n")});
    CHECK(differences(bench) == "");
    CHECK(bench.discrepancies() == "");
    CHECK(bench.number(
              "SELECT COUNT(*) FROM positions WHERE CAST(fees AS NUMERIC) = 0 AND CAST(income AS NUMERIC) = 0") == 1);
}
