// Options and futures: amounts by the multiplier, what exercises and assignments do to the stored books.
#include "support/workbench.hpp"

#include <algorithm>
#include <random>

using namespace pf;
using test::Workbench;

namespace {

constexpr std::string_view header =
    "date,type,ticker,quantity,price,fee,currency,asset_type,multiplier,to_ticker,to_quantity,right\n";

std::vector<std::string> const rows{"2024-01-02,BUY,J,500,40,,EUR,STOCK,,,,\n",
                                    "2024-01-10,BUY,C50,10,4,,EUR,OPTION,100,,,\n",
                                    "2024-01-11,BUY,P45,2,3,4,EUR,OPTION,100,,,\n",
                                    "2024-01-12,SELL,C60,3,2,6,EUR,OPTION,100,,,\n",
                                    "2024-01-15,SELL,P30,1,1.5,2,EUR,OPTION,100,,,\n",
                                    "2024-06-20,EXERCISE,P45,2,45,5,EUR,,,J,200,PUT\n",
                                    "2024-06-21,ASSIGNMENT,C60,2,60,,EUR,,,J,200,CALL\n",
                                    "2024-06-24,ASSIGNMENT,P30,1,30,,EUR,,,J,100,PUT\n",
                                    "2024-06-25,EXPIRE,C60,1,,,EUR,,,,,\n",
                                    "2024-06-26,EXERCISE,C50,5,50,,EUR,,,J,500,CALL\n"};

std::string file_of(Workbench& bench, std::string const& name, std::vector<std::string> const& lines)
{
    std::string text{header};
    std::ranges::for_each(lines, [&](auto const& line) { text += line; });
    return bench.write(name, text);
}

void allow_short(Workbench& bench)
{
    db::Atomic atomic{bench.database()};
    auto account = db::AccountStore{bench.database()}.get("main");
    account.allows_short = true;
    db::AccountStore{bench.database()}.update(account);
    atomic.commit();
}

} // namespace

TEST_CASE_TEMPLATE("options are booked by their multiplier, and used as rights: at once, row by row and in any order",
                   Where, PF_BACKENDS)
{
    Workbench bench{Where::backend};
    allow_short(bench);
    SUBCASE("at once")
    {
        bench.import_all({file_of(bench, "all.csv", rows)});
    }
    SUBCASE("row by row")
    {
        for (std::size_t i = 0; i < rows.size(); ++i) {
            bench.import_all({file_of(bench, std::to_string(i) + ".csv", {rows[i]})});
        }
    }
    SUBCASE("in another order")
    {
        auto shuffled = rows;
        std::shuffle(shuffled.begin(), shuffled.end(), std::mt19937{7});
        bench.import_all({file_of(bench, "all.csv", shuffled)});
    }
    // J: 500 at 40; 200 sold for 9000 - 5 - 604, 200 for 12000 + 2/3 of 594; 100 bought for 3000 - 148, 500 for
    // 25000 + half of 4000.
    CHECK(bench.holdings() == "main C50 5 2000 0\n"
                              "main C60 0 0 198\n"
                              "main J 700 33852 4787\n"
                              "main P30 0 0 0\n"
                              "main P45 0 0 0\n");
    CHECK(bench.discrepancies() == "");
    CHECK(bench.number("SELECT COUNT(*) FROM instruments WHERE multiplier IS NOT NULL") == 4);
}

TEST_CASE_TEMPLATE("what an import taught of amounts goes with the last transaction of the instrument", Where,
                   PF_BACKENDS)
{
    Workbench bench{Where::backend};
    auto const one = file_of(bench, "one.csv", {rows[1]});
    auto const two = file_of(bench, "two.csv", {"2024-02-10,BUY,C50,1,5,,EUR,OPTION,100,,,\n"});
    bench.import_all({one});
    bench.import_all({two});
    static_cast<void>(jobs::undo_import(bench.database(), 1));
    CHECK(bench.number("SELECT COUNT(*) FROM instruments WHERE ticker = 'C50' AND multiplier IS NOT NULL") == 1);
    static_cast<void>(jobs::undo_import(bench.database(), 2));
    bench.import_all({file_of(bench, "three.csv", {"2024-02-10,BUY,C50,1,5,,EUR,OPTION,10,,,\n"})});
    CHECK(bench.holdings() == "main C50 1 50 0\n");
}
