#pragma once

#include "pf/db/transaction_store.hpp"
#include "pf/model/families.hpp"

#include <cstdint>
#include <functional>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace pf::jobs {

/// Instruments, each with a moment that no change of it is before; 16 bytes for each, so that thousands of accounts may
/// hold thousands of them.
class FirstChanges {
public:
    /// Of several moments the earliest stays.
    void add(std::int64_t account_id, std::string_view ticker, Timestamp moment);
    void add(FirstChanges other);

    [[nodiscard]] bool empty() const { return m_by_ticker.empty(); }

    /// All of them.
    [[nodiscard]] std::set<db::Instrument> instruments() const;

    /// Whose they are.
    [[nodiscard]] std::set<std::int64_t> accounts() const;

    /// The earliest moment of all accounts, by ticker.
    [[nodiscard]] std::map<std::string, Timestamp> by_ticker() const;

    /// Part by part: a family of tickers is never divided, and with the next one a part would hold more than some
    /// thousand instruments. Whatever is done with one part at a time takes no more memory for more instruments.
    void visit_parts(model::Families const& families, std::function<void(FirstChanges const&)> const& visitor) const;

    /// The same, but an account is never divided. \param order  of the accounts; others are left out
    void visit_accounts(std::vector<std::int64_t> const& order,
                        std::function<void(std::set<db::Instrument> const&)> const& visitor) const;

private:
    struct First {
        std::int64_t account_id = 0;
        Timestamp moment;
    };
    using OfTicker = std::vector<First>;

    static void condense(OfTicker& changes);

    std::map<std::string, OfTicker, std::less<>> m_by_ticker;
};

} // namespace pf::jobs
