#include "pf/lots/term.hpp"
#include "pf/tax/lot_run.hpp"

namespace pf::tax {
namespace {

using model::BookingMethod;

About const& us()
{
    static About const about{
        "us",
        "United States: capital gains and losses, as Form 8949 asks for them",
        Currency{"USD"},
        {std::chrono::January, std::chrono::day{1}},
        {BookingMethod::fifo, BookingMethod::specific, BookingMethod::lifo, BookingMethod::hifo, BookingMethod::lofo},
        false,
        {"lots of each account: fifo, or those that a sale names, or --method",
         "short term up to a year, long term from the day after the anniversary",
         "wash sales: what is bought within 30 days before or after a sale at a loss, in any of the accounts, first "
         "bought "
         "first; the disallowed loss joins the replacement's cost, with the time that was held",
         "no wash sales of cryptocurrencies and metals", "return of capital lowers the cost, and beyond it is a gain",
         "short sales, realized when they are closed, short term", "dollars at the rate of the day of each row"},
        {"money beside a merger is taken as a sale of a part, and named: the gain is taxed as far as the money goes "
         "(26 USC 356)",
         "which dividends are qualified: all are listed as dividends",
         "which box of Form 8949 applies, as only Form 1099-B says that",
         "wash sales with substantially identical securities of another ticker, options, or accounts that are not here "
         "(a spouse's, an IRA)",
         "short sales that are closed at a loss and followed by another sale within 30 days (26 USC 1091(e)): they are "
         "named",
         "a sale of some of the units of the same purchase within 30 days is no wash sale by that purchase (Rev. Rul. "
         "56-602)",
         "section 1256 contracts, straddles, constructive sales, net investment income tax, carryovers of losses"},
        {"IRS Publication 550", "IRS, Instructions for Form 8949", "26 USC 1091, 1222, 1223(3)",
         "26 CFR 1.1091-1, 1.1091-2, 1.1012-1(c)", "IRS Notice 2014-21"}};
    return about;
}

std::string judge(Entry const& sale, Line& line, Context const& /*context*/)
{
    auto const since = line.held_since.value_or(line.acquired.value_or(sale.day));
    bool const is_long = line.matched != "short" && line.acquired && sale.day > lots::anniversary(since);
    line.category = is_long ? "long" : "short";
    return sale.row.type == model::TransactionType::convert_out
               ? "money beside a merger was taken as a sale of a part; these rules do not model how far it is taxed"
               : "";
}

class Us final : public Rules {
public:
    [[nodiscard]] About const& about() const override { return us(); }
    void assess(Family const& family, Context const& context, Assessment& assessment) const override
    {
        constexpr std::chrono::days window{30};
        LotRules rules;
        rules.honours_names = true;
        rules.buybacks = {Buybacks::Effect::cost, window, window, true};
        rules.judge = judge;
        LotRun{family, context, rules, assessment}.run();
    }
};

} // namespace

std::unique_ptr<Rules> make_us()
{
    return std::make_unique<Us>();
}

} // namespace pf::tax
