#include "pf/lots/term.hpp"
#include "pf/tax/lot_run.hpp"

#include <algorithm>

namespace pf::tax {
namespace {

using model::BookingMethod;

constexpr char const* discountable = "held over 12 months";
constexpr char const* others = "others";

About const& au()
{
    static About const about{
        "au",
        "Australia: capital gains of shares, units and cryptoassets",
        Currency{"AUD"},
        {std::chrono::July, std::chrono::day{1}},
        {BookingMethod::fifo, BookingMethod::specific, BookingMethod::lifo, BookingMethod::hifo, BookingMethod::lofo},
        false,
        {"parcels of each account: fifo, or those that a sale names, or --method",
         "the discount of an individual: half of what is held for at least 12 months, after losses, which are set off "
         "against "
         "other gains first",
         "tax-deferred amounts as RETURN_OF_CAPITAL, demergers by the share of cost that their rows say",
         "Australian dollars at the rate of the day of each row"},
        {"losses of earlier years, small-business concessions, the discounts of companies and super funds",
         "indexation, and assets acquired before 20 September 1985", "wash sales, which are a matter of Part IVA",
         "income instead of capital gains, where trading is a business"},
        {"ITAA 1997 Div 104, 110, 115", "ATO, Guide to capital gains tax", "ATO TD 33: identifying shares"}};
    return about;
}

std::string judge(Entry const& sale, Line& line, Context const& /*context*/)
{
    bool const is_long = line.matched != "short" && line.acquired && sale.day > lots::anniversary(*line.acquired);
    line.category = is_long ? discountable : others;
    return {};
}

Sums sums_of(Summary const& summary, char const* category)
{
    auto const found = summary.find(category);
    return found == summary.end() ? Sums{} : found->second;
}

class Au final : public Rules {
public:
    [[nodiscard]] About const& about() const override { return au(); }

    void assess(Family const& family, Context const& context, Assessment& assessment) const override
    {
        LotRules rules;
        rules.honours_names = true;
        rules.judge = judge;
        LotRun{family, context, rules, assessment}.run();
    }

    [[nodiscard]] std::vector<Figure> figures(Summary const& summary) const override
    {
        auto const held = sums_of(summary, discountable);
        auto const other = sums_of(summary, others);
        if (!held.gains || !held.losses || !other.gains || !other.losses) {
            return {{"net capital gain", std::nullopt}};
        }
        auto const losses = -(*held.losses + *other.losses);
        auto const against_others = std::min(losses, *other.gains);
        auto const against_held = std::min(losses - against_others, *held.gains);
        auto const left = *held.gains - against_held;
        auto const discount = money::divide(left, Decimal{2}, Rounding::half_even);
        return {{"discount", -discount},
                {"net capital gain", *other.gains - against_others + left - discount},
                {"loss to carry forward", losses - against_others - against_held}};
    }
};

} // namespace

std::unique_ptr<Rules> make_au()
{
    return std::make_unique<Au>();
}

} // namespace pf::tax
