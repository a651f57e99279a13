#include "pf/tax/lot_run.hpp"

namespace pf::tax {
namespace {

About const& ca()
{
    static About const about{
        "ca",
        "Canada: capital gains by the adjusted cost base of identical properties",
        Currency{"CAD"},
        {std::chrono::January, std::chrono::day{1}},
        {model::BookingMethod::average},
        true,
        {"the adjusted cost base is the average over all accounts, fees of purchases included",
         "superficial losses: of what was sold, bought within 30 days before or after, and left at their end, the "
         "least is "
         "denied its part of the loss, which joins the cost of what is held or bought next",
         "return of capital lowers the cost, and beyond it is a gain; reinvested distributions raise it",
         "Canadian dollars at the rate of the day of each row"},
        {"the inclusion rate, the principal-residence and lifetime exemptions",
         "purchases by affiliated persons, and identical property under another ticker",
         "the year is that of the day of each row; the CRA counts the day of settlement",
         "income instead of capital gains, where trading is a business"},
        {"CRA Guide T4037", "Income Tax Act s47, s53(1)(f), s53(2), s54", "CRA Interpretation Bulletin IT-387R2"}};
    return about;
}

class Ca final : public Rules {
public:
    [[nodiscard]] About const& about() const override { return ca(); }
    void assess(Family const& family, Context const& context, Assessment& assessment) const override
    {
        constexpr std::chrono::days period{30};
        LotRules rules;
        rules.buybacks = {Buybacks::Effect::average_cost, period, period};
        rules.judge = [](Entry const& /*sale*/, Line& line, Context const& /*context*/) -> std::string {
            line.matched = line.matched == "lot" ? "average" : line.matched;
            line.code = line.code.empty() ? "" : "superficial";
            return {};
        };
        LotRun{family, context, rules, assessment}.run();
    }
};

} // namespace

std::unique_ptr<Rules> make_ca()
{
    return std::make_unique<Ca>();
}

} // namespace pf::tax
