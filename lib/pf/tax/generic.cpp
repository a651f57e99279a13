#include "pf/tax/lot_run.hpp"

namespace pf::tax {
namespace {

using model::BookingMethod;

About const& generic()
{
    static About const about{
        "generic",
        "No country: any method, any scope, any beginning of the year",
        Currency{},
        {std::chrono::January, std::chrono::day{1}},
        {BookingMethod::fifo, BookingMethod::lifo, BookingMethod::hifo, BookingMethod::lofo, BookingMethod::average,
         BookingMethod::specific},
        false,
        {"lots of each account, or with --scope all those of all accounts together; --method, --begins, --in",
         "the rate of the day of each row"},
        {"all that a country adds"},
        {"docs/lots.md"}};
    return about;
}

class Generic final : public Rules {
public:
    [[nodiscard]] About const& about() const override { return generic(); }
    void assess(Family const& family, Context const& context, Assessment& assessment) const override
    {
        LotRules rules;
        rules.honours_names = true;
        rules.judge = [](Entry const& /*sale*/, Line& line, Context const& of) -> std::string {
            bool const is_pooled = of.method == BookingMethod::average && line.matched == "lot";
            line.matched = is_pooled ? "average" : line.matched;
            return {};
        };
        LotRun{family, context, rules, assessment}.run();
    }
};

} // namespace

std::unique_ptr<Rules> make_generic()
{
    return std::make_unique<Generic>();
}

} // namespace pf::tax
