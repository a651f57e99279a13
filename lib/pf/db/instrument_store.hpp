#pragma once

#include "pf/db/database.hpp"
#include "pf/db/price_store.hpp"
#include "pf/db/transaction_store.hpp"
#include "pf/model/instrument.hpp"
#include "pf/model/instrument_names.hpp"
#include "pf/model/instrument_tags.hpp"

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace pf::db {

/// A close that two tickers have of one day and source, and not the same.
struct PriceConflict {
    model::Price of_from;
    model::Price of_to;
};

using Multipliers = std::map<std::string, Decimal, std::less<>>;

/// What one unit costs, half-even.
[[nodiscard]] Decimal of_unit(Decimal quoted, std::string_view ticker, Multipliers const& multipliers);

/// `instruments` and `instrument_names`: what is known of instruments, and what sources call them.
class InstrumentStore {
public:
    explicit InstrumentStore(Database& database) : m_database(database) {}

    /// How long the names stay what they are.
    enum class Hold {
        for_rows,  ///< other commands may book rows and learn names meanwhile
        for_change ///< nobody else does
    };

    /// Until the transaction ends. Before any account is locked, so that two commands never wait for each other.
    void hold(Hold how);

    /// By ticker.
    [[nodiscard]] std::vector<model::InstrumentDetails> list() const;
    [[nodiscard]] std::optional<model::InstrumentDetails> find(std::string const& ticker) const;

    /// Of which amounts are quantity × price × this, by ticker; of all others it is 1.
    [[nodiscard]] Multipliers multipliers() const;

    /// What people call these, by ticker; those without a name are absent.
    [[nodiscard]] std::map<std::string, std::string> titles(std::set<std::string> const& tickers) const;

    /// What has this tag, by ticker.
    [[nodiscard]] std::map<std::string, model::TagValues> tagged(std::string const& tag) const;

    /// Those that any instrument has.
    [[nodiscard]] std::vector<std::string> tags() const;

    /// By name.
    [[nodiscard]] std::vector<model::InstrumentName> names() const;

    /// What the words of sources stand for now.
    [[nodiscard]] model::InstrumentNames resolver() const;

    /// Those that transactions or details are of.
    [[nodiscard]] std::set<std::string> tickers() const;

    /// Has it any?
    [[nodiscard]] bool has_prices(std::string const& ticker) const;

    /// In the place of what was known.
    void put(model::InstrumentDetails const& details);
    void put(model::InstrumentName const& name);
    void remove_details(std::string const& ticker);
    void remove_name(std::string const& name);

    /// Store what a file has taught.
    /// \return  false, when another command has taught otherwise meanwhile: read the names again
    [[nodiscard]] bool learn(model::InstrumentNames const& names);

    /// Store the multiplier that a file has taught, where none is known.
    /// \return  false, when another is
    [[nodiscard]] bool learn_multiplier(std::string const& ticker, Decimal multiplier, std::int64_t import_id);

    /// Forget what these imports have taught, as far as no transaction that is left was booked by it.
    void forget(std::set<std::int64_t> const& import_ids);

    /// All names of the one are names of the other.
    void rename_names(std::string const& from, std::string const& to);

    /// All accounts' transactions of the one, corrected ones too, belong to the other; each keeps its source's word.
    void move_transactions(std::string const& from, std::string const& to);

    /// Those of the ticker that came in under a name belong to a ticker of that name again.
    void release_transactions(std::string const& name, std::string const& ticker);

    /// Which accounts have transactions of the ticker that came in under the name.
    [[nodiscard]] std::set<Instrument> instruments_named(std::string const& name, std::string const& ticker) const;

    /// Which accounts have transactions of the ticker.
    [[nodiscard]] std::set<Instrument> instruments_of(std::string const& ticker) const;

    /// Does a conversion make units of one of these into units of the other, in any account?
    [[nodiscard]] bool converts(std::string const& one, std::string const& other) const;

    /// Has the account a split of it?
    [[nodiscard]] bool splits(Instrument const& instrument) const;

    /// A copy of the closes that the other lacks. \return  how many
    std::int64_t copy_prices(std::string const& from, std::string const& to);

    /// Take such copies away again. \return  how many
    std::int64_t remove_copies(std::string const& from, std::string const& to);

    /// By day and source.
    [[nodiscard]] std::vector<PriceConflict> price_conflicts(std::string const& from, std::string const& to) const;

private:
    Database& m_database;
};

} // namespace pf::db
