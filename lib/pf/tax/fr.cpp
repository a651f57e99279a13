#include "pf/tax/lot_run.hpp"

namespace pf::tax {
namespace {

About const& fr()
{
    static About const about{
        "fr",
        "France: plus-values de cession de valeurs mobilières",
        Currency{"EUR"},
        {std::chrono::January, std::chrono::day{1}},
        {model::BookingMethod::average},
        true,
        {"the weighted average purchase price (PMP) over all accounts, fees of purchases included",
         "fees of sales off the proceeds", "euros at the rate of the day of each row"},
        {"cryptoassets, which article 150 VH bis values as one portfolio: their disposals are named",
         "PEA and life insurance: name the taxed accounts with --account", "allowances for the time held before 2018",
         "rates of tax, losses of other years, the rounding of the form"},
        {"Code général des impôts, art. 150-0 A, 150-0 D", "BOI-RPPM-PVBMI-20-10-20-40", "Formulaire 2074, notice"}};
    return about;
}

std::string judge(Entry const& sale, Line& line, Context const& /*context*/)
{
    bool const is_coin = sale.row.asset_type == model::AssetType::crypto;
    line.matched = line.matched == "lot" ? "average" : line.matched;
    line.category = is_coin ? "crypto" : "valeurs mobilières";
    return is_coin ? "cryptoassets are taxed as one portfolio (art. 150 VH bis), which these rules do not model" : "";
}

class Fr final : public Rules {
public:
    [[nodiscard]] About const& about() const override { return fr(); }
    void assess(Family const& family, Context const& context, Assessment& assessment) const override
    {
        LotRules rules;
        rules.judge = judge;
        LotRun{family, context, rules, assessment}.run();
    }
};

} // namespace

std::unique_ptr<Rules> make_fr()
{
    return std::make_unique<Fr>();
}

} // namespace pf::tax
