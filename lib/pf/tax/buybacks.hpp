#pragma once

#include "pf/lots/open_lot.hpp"
#include "pf/tax/splits.hpp"

#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace pf::tax {

/// A purchase takes the place of units that were sold at a loss.
struct Replacement {
    std::size_t entry = 0;                ///< the purchase
    Decimal units;                        ///< of its units, in those of its day; of a lot that is open in today's
    Decimal replaced;                     ///< units of the sale
    std::optional<std::int64_t> serial{}; ///< the lot of it that is open already; nothing: it comes later
};

/// What waits for a purchase that has not come yet.
struct Awaiting {
    Decimal units;
    Decimal loss;              ///< positive
    std::chrono::days held{0}; ///< how long what was sold had been held
};

/// Who buys again soon what was sold at a loss: purchases by instrument, over all accounts of the taxpayer.
class Buybacks {
public:
    enum class Effect : std::uint8_t {
        none,
        cost,         ///< the loss is disallowed and joins the cost of the replacement, with its holding period
        later_gain,   ///< the loss is allowed against a gain of the replacement alone
        average_cost, ///< as `cost`, of the least of what was sold, bought and is left; it joins the pool
    };
    struct Terms {
        Effect effect = Effect::none;
        std::chrono::days before{0};
        std::chrono::days after{0};
        bool securities_only = false; ///< coins and metals may be bought again at once
    };

    Buybacks(Family const& family, Terms terms);

    /// Is the row one that the rules of this country are about?
    [[nodiscard]] bool concerns(Entry const& entry) const;

    /// A lot of a purchase is open, or is not any more.
    /// \param may_replace  whether it may take the place of what is sold
    void opened(std::int64_t owner, lots::OpenLot const& lot, std::size_t purchase, bool may_replace);
    void left(std::int64_t serial, Decimal remaining);

    struct Live {
        model::LotKey key;
        std::size_t purchase = 0;
        std::int64_t owner = 0; ///< as the shelf that it lies on
        Decimal units;
    };
    [[nodiscard]] Live const* live(std::int64_t serial) const;

    /// Purchases that take the place of units sold at a loss, the earliest first.
    /// \param bought_by  the purchase of what was sold, which is none of them
    [[nodiscard]] std::vector<Replacement> replacements(std::size_t sale, Decimal units, std::size_t bought_by) const;

    void await(std::size_t purchase, Awaiting awaiting);
    [[nodiscard]] std::vector<Awaiting> awaiting(std::size_t purchase) const;

    /// Of `average_cost`: how many of the units sold have been bought within the days, and are there at their end.
    [[nodiscard]] Decimal substituted(std::size_t sale, Decimal units);

    [[nodiscard]] Splits const& splits() const { return m_splits; }

private:
    struct Purchase {
        std::size_t entry = 0;
        Date day{};
        Decimal units;
        Decimal used; ///< of `substituted`
    };
    struct Balance {
        Date day{};
        Decimal units; ///< of all accounts of the taxpayer, at the end of the day
    };

    [[nodiscard]] Decimal balance(std::string const& ticker, Date day) const;

    Family const& m_family;
    Terms m_terms;
    Splits m_splits;
    std::map<std::string, std::vector<Purchase>> m_purchases; ///< by day
    std::map<std::string, std::vector<Balance>> m_balances;
    std::map<std::size_t, std::set<std::int64_t>> m_lots; ///< open, by purchase; none that replace something
    std::map<std::int64_t, Live> m_live;
    std::map<std::size_t, std::vector<Awaiting>> m_awaiting;
};

} // namespace pf::tax
