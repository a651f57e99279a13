#include "pf/tax/pool_run.hpp"

namespace pf::tax {
namespace {

About const& uk()
{
    static About const about{
        "uk",
        "United Kingdom: capital gains of shares, funds and cryptoassets",
        Currency{"GBP"},
        {std::chrono::April, std::chrono::day{6}},
        {model::BookingMethod::average},
        true,
        {"what is bought or sold on one day is one acquisition and one disposal, matched first",
         "then acquisitions of the thirty days after, the earliest first, over splits",
         "then the section 104 pool of all accounts; short sales with whatever is acquired later",
         "pounds at the rate of the day of each row", "each disposal rounded to whole pounds, gains down and losses up",
         "excess reportable income as NOTIONAL_DISTRIBUTION, equalisation as RETURN_OF_CAPITAL, spin-offs by the share "
         "of "
         "cost that their rows say",
         "what leaves for nowhere: no gain and no loss, as between spouses"},
        {"the annual exempt amount, rates of tax, losses of other years",
         "qualifying corporate bonds, gilts and other exempt assets: they are reported as any other",
         "small capital distributions (s122), assets held on 31 March 1982 and before, indexation",
         "reliefs, and the rules of ISAs and pensions: name the taxed accounts with --account"},
        {"TCGA 1992 s104, s105, s106A", "HMRC Capital Gains Manual CG51500-CG51600", "HMRC Helpsheet 284",
         "HMRC Cryptoassets Manual CRYPTO22200-CRYPTO22257"}};
    return about;
}

class Uk final : public Rules {
public:
    [[nodiscard]] About const& about() const override { return uk(); }
    void assess(Family const& family, Context const& context, Assessment& assessment) const override
    {
        PoolRun{family, context, assessment}.run();
    }
};

} // namespace

std::unique_ptr<Rules> make_uk()
{
    return std::make_unique<Uk>();
}

} // namespace pf::tax
