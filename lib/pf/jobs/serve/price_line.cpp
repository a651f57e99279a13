#include "pf/jobs/serve/price_line.hpp"

#include "pf/base/time.hpp"
#include "pf/db/price_store.hpp"
#include "pf/report/plot_days.hpp"

#include <algorithm>

namespace pf::jobs::serve {

namespace {

bool are_of_one_currency(std::vector<model::Close> const& closes)
{
    return std::ranges::all_of(closes, [&](auto const& close) { return close.currency == closes.front().currency; });
}

} // namespace

cli::Outcome show_price_line(db::Database& database, cli::Common const& common, Values const& values, std::ostream& out)
{
    auto const ticker = values.text("ticker");
    auto const found = db::PriceStore{database}.quoted_closes({ticker}, base::earliest_day, base::today());
    if (found.empty() || found.begin()->second.empty() || !are_of_one_currency(found.begin()->second)) {
        return cli::Outcome::ok();
    }
    auto const& closes = found.begin()->second;
    report::Plot plot{ticker, closes.front().currency, {}};
    auto next = closes.begin();
    std::optional<Decimal> price;
    for (auto day = closes.front().date; day <= closes.back().date; day += std::chrono::days{1}) {
        for (; next != closes.end() && next->date <= day; ++next) {
            price = next->price;
        }
        plot.points.push_back({day, price, std::nullopt});
    }
    report::write_plot_days(out, plot, common.output);
    return cli::Outcome::ok();
}

} // namespace pf::jobs::serve
