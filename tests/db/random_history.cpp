#include "db/random_history.hpp"

namespace pf::test {

namespace {

rc::Gen<unsigned> below(unsigned limit)
{
    return rc::gen::inRange(0U, limit);
}

rc::Gen<Draw> draws()
{
    return rc::gen::build<Draw>(rc::gen::set(&Draw::kind, below(25)), rc::gen::set(&Draw::day, below(28)),
                                rc::gen::set(&Draw::ticker, below(3)), rc::gen::set(&Draw::account, below(2)),
                                rc::gen::set(&Draw::quantity, below(30)), rc::gen::set(&Draw::price, below(1000)),
                                rc::gen::set(&Draw::currency, below(3)));
}

rc::Gen<Step> steps()
{
    return rc::gen::build<Step>(
        rc::gen::set(&Step::kind, below(8)), rc::gen::set(&Step::pick, below(100)),
        rc::gen::set(&Step::rows, rc::gen::resize(6, rc::gen::container<std::vector<Draw>>(draws()))));
}

} // namespace

unsigned any_below(unsigned limit)
{
    return *below(limit);
}

std::vector<Draw> any_draws()
{
    return *rc::gen::container<std::vector<Draw>>(draws());
}

std::vector<Step> any_steps()
{
    return *rc::gen::container<std::vector<Step>>(steps());
}

Runner any_history(Workbench& bench, std::string header)
{
    empty(bench);
    Runner runner{bench, std::move(header)};
    for (auto const& step : any_steps()) {
        runner.run(step);
    }
    return runner;
}

void import_any_prices(Workbench& bench)
{
    bench.import_all({bench.write("prices.csv", prices_text(any_draws()))});
}

} // namespace pf::test
