#pragma once

#include "pf/tax/pool_trades.hpp"
#include "pf/tax/rules.hpp"

#include <functional>
#include <list>
#include <set>

namespace pf::tax {

/// Same day, then thirty days after, then the pool over all accounts (section 104 holding).
/// Source: HMRC Capital Gains Manual CG51555 ff.
class PoolRun {
public:
    PoolRun(Family const& family, Context const& context, Assessment& assessment);

    void run();

private:
    struct Pool {
        Decimal units;
        lots::Amounts cost;
        std::vector<PoolEntry> entries;
    };
    struct Parcel {
        std::int64_t account_id = 0; ///< that it goes to
        std::string from;
        std::string to;
        lots::Amounts cost;
        Decimal units; ///< of a transfer
    };
    /// What covers a part of a disposal.
    struct Cover {
        std::string how;
        Decimal units;
        std::optional<Decimal> cost;
        TradingDay const* acquired = nullptr; ///< null: the pool
    };

    [[nodiscard]] Pool& pool_of(Entry const& entry) { return m_pools[pool_key(entry)]; }
    void split(Entry const& entry);
    void acquire(PoolKey const& key, TradingDay& day);
    void change(Entry const& entry);
    void change_cost(Entry const& entry);
    void send(Entry const& entry);
    void receive(Entry const& entry);
    void sell_for_money_beside(Entry const& entry, Decimal units, lots::Amounts cost);
    void dispose(PoolKey const& key, TradingDay& day);
    void add_lines(PoolKey const& key, TradingDay const& day, std::vector<Cover> const& covers);
    void round_last(std::size_t first_line);
    void note(Pool& pool, Entry const& entry, std::string what, std::vector<RowRef> rows);
    void remark(Entry const& entry, std::string text, bool is_incomplete = true);
    void explain_unknown(std::string const& ticker, Date day);
    [[nodiscard]] lots::Amounts take(Pool& pool, Decimal units);
    [[nodiscard]] std::vector<RowRef> refs(std::vector<std::size_t> const& indices) const;
    [[nodiscard]] std::int64_t next_disposal() const;

    Family const& m_family;
    Context const& m_context;
    Assessment& m_assessment;
    Splits m_splits;
    PoolTrades m_trades;
    Holdings m_holdings;
    std::map<PoolKey, Decimal> m_held; ///< by all accounts, as their rows tell
    std::map<PoolKey, Pool> m_pools;
    std::set<std::pair<PoolKey, Date>> m_split_alone; ///< splits of pools while no account holds anything
    std::list<Parcel> m_in_transit;
    std::set<std::pair<std::string, Date>> m_explained; ///< of which the lack was told
};

} // namespace pf::tax
