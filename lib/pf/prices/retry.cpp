#include "pf/prices/retry.hpp"

#include "pf/base/text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace pf::prices {

namespace {

constexpr std::chrono::seconds longest{366 * 86400};

/// `Sun, 06 Nov 1994 08:49:37 GMT`, the one form that servers write.
std::optional<Timestamp> parse_http_date(std::string_view text)
{
    static constexpr std::array<std::string_view, 12> months{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                             "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    auto const words = base::split(text, ' ');
    if (words.size() != 6 || words[5] != "GMT") {
        return std::nullopt;
    }
    auto const* const month = std::ranges::find(months, words[2]);
    auto const iso = fmt::format("{}-{:02}-{}T{}Z", words[3], month - months.begin() + 1, words[1], words[4]);
    auto const parsed = month == months.end() ? Problem{} : base::parse_iso_timestamp(iso);
    return parsed ? std::optional{parsed->timestamp} : std::nullopt;
}

} // namespace

bool may_get_better(Answer const& answer)
{
    if (!answer.problem.empty()) {
        return answer.is_transient;
    }
    return answer.status == 408 || answer.status == 429 || (answer.status >= 500 && answer.status <= 599);
}

std::optional<std::chrono::seconds> parse_retry_after(std::string_view text, Timestamp received_at)
{
    auto const trimmed = base::trimmed(text);
    if (auto const seconds = base::parse_integer(trimmed)) {
        return *seconds >= 0 ? std::optional{std::min(std::chrono::seconds{*seconds}, longest)} : std::nullopt;
    }
    auto const moment = parse_http_date(trimmed);
    if (!moment || *moment <= received_at) {
        return std::nullopt;
    }
    return std::min(std::chrono::ceil<std::chrono::seconds>(*moment - received_at), longest);
}

std::optional<std::chrono::milliseconds> wait_before_next(int tries, std::chrono::milliseconds waited,
                                                          std::optional<std::chrono::seconds> least, int per_mille,
                                                          RetryRules const& rules)
{
    if (tries >= rules.most_tries) {
        return std::nullopt;
    }
    auto const doubled = rules.first_wait * (1LL << static_cast<unsigned>(std::min(tries - 1, 20)));
    auto const scattered = doubled + doubled * per_mille / 2000;
    auto const wait = std::max<std::chrono::milliseconds>(scattered, least.value_or(std::chrono::seconds{0}));
    return waited + wait <= rules.most_waiting ? std::optional{wait} : std::nullopt;
}

} // namespace pf::prices
