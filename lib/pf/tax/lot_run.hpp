#pragma once

#include "pf/tax/buybacks.hpp"
#include "pf/tax/rules.hpp"
#include "pf/tax/shelf.hpp"

#include <functional>
#include <list>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace pf::tax {

/// How a country finds what is disposed of, and what it makes of it.
struct LotRules {
    bool honours_names = false;  ///< a sale may name its lots
    std::chrono::days recent{0}; ///< units bought so many days before go first, the latest first
    Buybacks::Terms buybacks{};  ///< what a loss does when the same is bought again
    /// Gives a line its category, and what is exempt of its gain where that is known.
    /// \return  what the rules do not know of it; empty: nothing
    std::function<std::string(Entry const& sale, Line& line, Context const& context)> judge{};
};

/// Lots of each account, or of all accounts of the taxpayer, in the order of booking.
class LotRun {
public:
    LotRun(Family const& family, Context const& context, LotRules const& rules, Assessment& assessment);

    void run();

private:
    using Key = std::pair<std::int64_t, std::string>;

    struct Parcel {
        std::int64_t account_id = 0;
        std::string from;
        std::string to;
        Decimal units;
        std::vector<lots::Part> parts;
    };

    [[nodiscard]] Key key_of(Entry const& entry) const;
    [[nodiscard]] Shelf& shelf_of(Entry const& entry);
    void book(std::size_t index);

    void open(std::size_t index);
    void take_in(std::size_t index, lots::OpenLot lot);
    void cover(std::size_t index, Shelf& shelf, lots::OpenLot& lot);
    void add(Key const& key, lots::OpenLot const& lot);
    [[nodiscard]] lots::OpenLot new_lot(std::size_t index, Decimal units, lots::Amounts const& cost, Origin origin);

    void sell(std::size_t index);
    void tell_if_sold_again(std::size_t closing, std::size_t opening, std::optional<Decimal> gain);
    void owe(std::size_t index, Decimal units, std::optional<Decimal> proceeds);
    void leave(std::size_t index, bool is_fee);
    [[nodiscard]] std::vector<lots::Part> take(Entry const& entry, Decimal units);
    void take_named(Entry const& entry, Shelf& shelf, Decimal& units, std::vector<lots::Part>& parts);
    void take_recent(Entry const& entry, Shelf& shelf, Decimal& units, std::vector<lots::Part>& parts);
    void forget(std::vector<lots::Part> const& parts);

    void realize(std::size_t index, lots::Part const& part, std::optional<Decimal> proceeds, std::int64_t number);
    [[nodiscard]] Decimal disallowed(std::size_t index, lots::Part const& part, Decimal loss);
    [[nodiscard]] Decimal denied(std::size_t index, lots::Part const& part, Decimal loss);
    void replace(std::size_t index, lots::Part const& part, Replacement const& replacement);
    void add_line(std::size_t index, Line line);

    void split(std::size_t index);
    void change_cost(std::size_t index);
    void send(std::size_t index);
    void receive(std::size_t index);
    [[nodiscard]] std::vector<lots::OpenLot> arrived(Parcel const& parcel, Entry const& entry) const;

    void remark(Entry const& entry, std::string const& text, bool is_incomplete = true);
    void explain(std::size_t index, Line const& line);
    [[nodiscard]] bool counts(Entry const& entry) const { return entry.is_own && m_context.year.has(entry.day); }
    [[nodiscard]] std::int64_t next_disposal() const;
    [[nodiscard]] Origin const& origin_of(lots::OpenLot const& lot) const
    {
        return m_origins[static_cast<std::size_t>(lot.key.account_id)];
    }

    Family const& m_family;
    Context const& m_context;
    LotRules const& m_rules;
    Assessment& m_assessment;
    std::map<Key, Shelf> m_shelves;
    std::vector<Origin> m_origins;
    std::list<Parcel> m_in_transit;
    Holdings m_holdings;
    Buybacks m_buybacks;
    std::map<Key, std::vector<model::LotKey>> m_recent; ///< lots of `LotRules::recent`, in the order of their coming
    std::map<std::string, Decimal> m_waiting;           ///< by ticker, denied losses that the next purchase takes up
    std::int64_t m_serial = 0;
    std::set<std::pair<std::pair<std::int64_t, std::int64_t>, std::string>> m_told; ///< by account and row; 0: by none
};

} // namespace pf::tax
