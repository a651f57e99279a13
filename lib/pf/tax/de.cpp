#include "pf/lots/term.hpp"
#include "pf/tax/lot_run.hpp"

#include <fmt/format.h>

namespace pf::tax {
namespace {

using model::AssetType;

About const& de()
{
    static About const about{
        "de",
        "Deutschland: Kapitalerträge (§ 20 EStG) und private Veräußerungsgeschäfte (§ 23 EStG)",
        Currency{"EUR"},
        {std::chrono::January, std::chrono::day{1}},
        {model::BookingMethod::fifo},
        false,
        {"first in, first out, by depot (§ 20 Abs. 4 Satz 7 EStG)",
         "shares apart from all others, as their losses may only be set off against gains of shares",
         "partial exemption of what a fund gains when it is sold (§ 20 InvStG), by its tag 'exempt' or by --exempt: "
         "TICKER=0.30",
         "cryptoassets and metals: private sales (§ 23 EStG), not taxed after a year",
         "euros at the rate of the day of each row", "tax that was withheld, as the rows say"},
        {"the Vorabpauschale, and what of it a sale takes off",
         "the partial exemption of what funds distribute: distributions stand there whole",
         "the allowance (Sparer-Pauschbetrag), church tax, rates",
         "units bought before 2009, and funds held at the end of 2017", "the limit below which private sales are free"},
        {"EStG § 20, § 23, § 43a", "InvStG § 20", "BMF-Schreiben 19.05.2022, IV C 1 - S 2252/19/10003",
         "BMF-Schreiben 06.03.2025 zu Kryptowerten"},
        true};
    return about;
}

void judge_private_sale(Entry const& sale, Line& line)
{
    bool const is_free = line.matched != "short" && line.acquired && sale.day > lots::anniversary(*line.acquired);
    line.category = is_free ? "§ 23, not taxed" : "§ 23";
    if (is_free && line.gain) {
        line.adjustment = -*line.gain;
        line.code = "over a year";
    }
}

std::string judge(Entry const& sale, Line& line, Context const& context)
{
    auto const type = sale.row.asset_type;
    if (type == AssetType::crypto || type == AssetType::metal) {
        judge_private_sale(sale, line);
        return {};
    }
    line.category = type == AssetType::stock ? "shares" : "others";
    bool const is_fund = type == AssetType::etf || type == AssetType::fund;
    auto const exempt = context.exempt.find(sale.row.ticker);
    if (exempt != context.exempt.end() && !is_fund) {
        return fmt::format("only gains of funds are exempt in part, and this is {}", model::to_text(type));
    }
    if (exempt != context.exempt.end() && line.gain) {
        line.adjustment = -money::multiply(*line.gain, exempt->second, Rounding::half_even);
        line.code = line.adjustment.is_zero() ? "" : "exempt";
    }
    return is_fund && exempt == context.exempt.end()
               ? fmt::format("which part of a fund's gains is exempt is not known; 'pf-ledger instruments set {} --tag "
                             "exempt=0.30' or --exempt says it",
                             sale.row.ticker)
               : "";
}

class De final : public Rules {
public:
    [[nodiscard]] About const& about() const override { return de(); }
    void assess(Family const& family, Context const& context, Assessment& assessment) const override
    {
        LotRules rules;
        rules.judge = judge;
        LotRun{family, context, rules, assessment}.run();
    }
};

} // namespace

std::unique_ptr<Rules> make_de()
{
    return std::make_unique<De>();
}

} // namespace pf::tax
