#include "pf/tax/income.hpp"

#include "support.hpp"

#include <doctest/doctest.h>

namespace pf::tax::test {
namespace {

using model::TransactionType;

/// The kinds of the income that is found, in the order of the rows.
std::vector<std::string> kinds(Family const& rows, Context const& context)
{
    Assessment assessment;
    IncomeFinder finder{context, assessment};
    for (auto const& row : rows) {
        finder.add(row);
    }
    finder.finish();
    std::vector<std::string> found;
    for (auto const& income : assessment.income) {
        found.push_back(income.kind);
    }
    return found;
}

Context of_2024()
{
    Context context;
    context.year = {day("2024-01-01"), day("2024-12-31")};
    return context;
}

Entry of_money(Entry entry)
{
    entry.row.ticker.clear();
    return entry;
}

using Words = std::vector<std::string>;

} // namespace

TEST_CASE("tax on a trade is not called withheld of income, in whatever order the rows of the day stand")
{
    auto const sale = entry(TransactionType::sell, "2024-05-02", "5", "500");
    auto const tax = entry(TransactionType::tax, "2024-05-02", "0", "25");
    auto const dividend = entry(TransactionType::dividend, "2024-05-02", "0", "100");
    CHECK(kinds({sale, tax}, of_2024()) == Words{"other tax"});
    CHECK(kinds({tax, sale}, of_2024()) == Words{"other tax"});
    CHECK(kinds({tax, sale, dividend}, of_2024()) == Words{"tax withheld", "dividend"});
}

TEST_CASE("tax of an instrument that nothing else happened to on that day corrects what was withheld")
{
    CHECK(kinds({entry(TransactionType::tax_refund, "2024-05-02", "0", "5")}, of_2024()) == Words{"tax withheld"});
}

TEST_CASE("tax of money is withheld where money was paid on that day")
{
    auto const tax = of_money(entry(TransactionType::tax, "2024-05-02", "0", "25"));
    auto const interest = of_money(entry(TransactionType::interest, "2024-05-02", "0", "100"));
    CHECK(kinds({tax}, of_2024()) == Words{"other tax"});
    CHECK(kinds({interest, tax}, of_2024()) == Words{"interest", "tax withheld"});
}

TEST_CASE("what was paid to another account, on another day or in another year tells nothing")
{
    auto const tax = of_money(entry(TransactionType::tax, "2024-01-01", "0", "25"));
    auto other = of_money(entry(TransactionType::interest, "2024-01-01", "0", "100"));
    other.row.account_id = 2;
    CHECK(kinds({other, tax}, of_2024()) == Words{"interest", "other tax"});
    auto const earlier = of_money(entry(TransactionType::interest, "2023-12-31", "0", "100"));
    CHECK(kinds({earlier, tax}, of_2024()) == Words{"other tax"});
}

} // namespace pf::tax::test
