#include "pf/tax/lot_run.hpp"

namespace pf::tax {
namespace {

constexpr std::chrono::days four_weeks{28};

About const& ie()
{
    static About const about{
        "ie",
        "Ireland: capital gains of shares and cryptoassets",
        Currency{"EUR"},
        {std::chrono::January, std::chrono::day{1}},
        {model::BookingMethod::fifo},
        true,
        {"first in, first out over all accounts; but what was bought in the four weeks before a sale goes first",
         "a loss on what is bought again within four weeks after the sale is allowed against a gain of that purchase "
         "alone",
         "euros at the rate of the day of each row"},
        {"the annual exemption, rates of tax, losses of other years",
         "the exit tax of funds: their disposals are reported as gains, and named",
         "the four weeks by a spouse's purchases"},
        {"Taxes Consolidation Act 1997 s580, s581", "Revenue, Tax and Duty Manual, Part 19",
         "Revenue, Guide to Capital Gains Tax (CGT1)"}};
    return about;
}

std::string judge(Entry const& sale, Line& line, Context const& /*context*/)
{
    using model::AssetType;
    bool const is_fund = sale.row.asset_type == AssetType::etf || sale.row.asset_type == AssetType::fund;
    line.category = is_fund ? "funds" : "shares and others";
    return is_fund ? "most funds are under the exit tax, which these rules do not model" : "";
}

class Ie final : public Rules {
public:
    [[nodiscard]] About const& about() const override { return ie(); }
    void assess(Family const& family, Context const& context, Assessment& assessment) const override
    {
        LotRules rules;
        rules.recent = four_weeks;
        rules.buybacks = {Buybacks::Effect::later_gain, std::chrono::days{0}, four_weeks};
        rules.judge = judge;
        LotRun{family, context, rules, assessment}.run();
    }
};

} // namespace

std::unique_ptr<Rules> make_ie()
{
    return std::make_unique<Ie>();
}

} // namespace pf::tax
