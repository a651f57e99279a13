#pragma once

#include "pf/model/price.hpp"
#include "pf/model/snapshot.hpp"
#include "pf/valuation/fx.hpp"
#include "pf/valuation/history.hpp"
#include "pf/valuation/staleness.hpp"

#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace pf::valuation {

/// A price or a rate that a value needs and that is missing or old, or a value that is 10^20 or more.
struct Lack {
    enum class Kind : std::uint8_t { no_price, stale_price, no_rate, stale_rate, too_large };

    Kind kind = Kind::no_price;
    std::string subject;       ///< a ticker, or a currency; of a total that is too large: `total`
    std::optional<Date> since; ///< of what is stale

    friend bool operator==(Lack const&, Lack const&) = default;
    friend auto operator<=>(Lack const&, Lack const&) = default;
};

using Closes = std::map<std::string, std::vector<model::Close>>; ///< by ticker; of each by day, ascending

/// The tickers whose prices a range of days needs.
[[nodiscard]] std::set<std::string> priced_tickers(std::vector<AccountHistory> const& accounts);

/// What accounts were worth at the end of each day of a range: the same as valuing each day's positions on its own,
/// in one walk. Pure.
class Timeline {
public:
    /// \param accounts  with what happened from before the range to its end
    /// \param closes    to the end of the range, and of each ticker the last one before it
    Timeline(std::vector<AccountHistory> accounts, Closes closes, FxTable rates, Freshness freshness = {});

    using Visitor = std::function<void(model::Snapshot const&, std::vector<Lack> const&)>;

    /// Day by day, and within a day in the order of accounts. An account has no snapshot before its first row.
    void visit(Date first, Date last, Visitor const& visitor) const;

    [[nodiscard]] std::vector<AccountHistory> const& accounts() const { return m_accounts; }
    [[nodiscard]] FxTable const& rates() const { return m_rates; }

private:
    std::vector<AccountHistory> m_accounts;
    Closes m_closes;
    FxTable m_rates;
    Freshness m_freshness;
};

} // namespace pf::valuation
