#include "pf/web/ways.hpp"

#include "pf/base/text.hpp"
#include "pf/web/table.hpp"

#include <algorithm>

namespace pf::web {

namespace {

struct Days {
    std::string first;
    std::string last;
};

/// Months of a year that `Q1` or `03` is, the first and the last.
std::pair<unsigned, unsigned> months_of(std::string_view part)
{
    constexpr unsigned months_of_quarter = 3;
    bool const is_quarter = part.starts_with('Q');
    auto const number = static_cast<unsigned>(base::parse_integer(part.substr(is_quarter ? 1 : 0)).value_or(1));
    return is_quarter ? std::pair{(number - 1) * months_of_quarter + 1, number * months_of_quarter}
                      : std::pair{number, number};
}

Days days_of(std::string const& period)
{
    constexpr std::size_t digits_of_year = 4;
    constexpr std::size_t length_of_month = 7;
    if (period.empty() || period.size() > length_of_month) {
        return {period, period};
    }
    auto const number = base::parse_integer(period.substr(0, digits_of_year));
    if (!number) {
        return {};
    }
    std::chrono::year const year{static_cast<int>(*number)};
    auto const [first, last] = period.size() == length_of_month
                                   ? months_of(std::string_view{period}.substr(digits_of_year + 1))
                                   : std::pair{1U, 12U};
    return {base::to_text(Date{year / std::chrono::month{first} / 1}),
            base::to_text(Date{year / std::chrono::month{last} / std::chrono::last})};
}

} // namespace

Url transactions_of(View const& view, Chosen const& chosen)
{
    auto const days = days_of(chosen.period);
    auto const last = view.value("to");
    auto const to = last.empty() || days.last.empty() ? last + days.last : std::min(last, days.last);
    return Url{"transactions"}
        .with("account", chosen.account.empty() ? view.value("account") : chosen.account)
        .with("ticker", chosen.ticker)
        .with("type", chosen.type)
        .with("from", std::max(view.value("from"), days.first))
        .with("to", to);
}

std::optional<Markup> linked_cell(View const& view, Url const& url, report::Value const& value)
{
    auto const inside = shown_value(value, false, view.reader);
    return inside.is_empty() ? std::nullopt : std::optional{link(url, inside)};
}

} // namespace pf::web
