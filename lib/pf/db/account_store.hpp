#pragma once

#include "pf/db/database.hpp"
#include "pf/model/account.hpp"

#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace pf::db {

/// What sources call accounts, and the names of these.
using AccountNames = std::map<std::string, std::string, std::less<>>;

class AccountStore {
public:
    explicit AccountStore(Database& database) : m_database(database) {}

    /// Ordered by name.
    [[nodiscard]] std::vector<model::Account> list() const;
    [[nodiscard]] std::optional<model::Account> find(std::string_view name) const;

    /// \throws pf::Error  bad_data, when there is no such account (hint: the nearest, `--create-accounts`)
    [[nodiscard]] model::Account get(std::string_view name) const;

    /// \return  the account, with the next free id; the existing one, when there is one of that name
    model::Account create(std::string_view name, Currency base_currency, model::BookingMethod method);

    /// The same for any number of names, in as many statements as for one; ids in the order of the names.
    /// \return  ordered by name
    std::vector<model::Account> create(std::set<std::string> const& names, Currency base_currency,
                                       model::BookingMethod method);

    /// Everything but id and data version; what follows from it is the caller's to book.
    void update(model::Account const& account);

    [[nodiscard]] AccountNames names() const;

    /// In the place of what the names stood for. \param accounts  ids, by the source's name
    void remember_names(std::map<std::string, std::int64_t> const& accounts);

    /// Those that have transactions.
    [[nodiscard]] std::set<std::int64_t> in_use() const;

    [[nodiscard]] std::int64_t count_transactions(std::int64_t account_id) const;

    /// The account and all that is stored of it. Prices and rates that came with its imports stay.
    void remove(std::int64_t account_id);

    /// Hold these accounts against other writers until the transaction ends; taken in the order of ids, so that two
    /// commands never wait for each other. On SQLite the transaction itself is that lock.
    void lock(std::vector<std::int64_t> const& account_ids);

    /// Count a change of these accounts' transactions, or of the prices and rates that value them. The caller holds
    /// the accounts.
    /// \param changed_from  the first day whose value may be another one now: their snapshots from then on are checked
    /// again
    void bump_data_versions(std::set<std::int64_t> const& account_ids, Date changed_from);

    /// From which day on the snapshots of an account have to be checked again; accounts without such a day are absent.
    [[nodiscard]] std::map<std::int64_t, Date> restate_from() const;

    /// They have been. The caller holds these accounts.
    void clear_restate_from(std::vector<std::int64_t> const& account_ids);

private:
    void insert(std::set<std::string> const& names, Currency base_currency, model::BookingMethod method);

    Database& m_database;
};

} // namespace pf::db
