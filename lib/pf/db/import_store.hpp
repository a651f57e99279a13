#pragma once

#include "pf/db/database.hpp"
#include "pf/model/account.hpp"

#include <map>
#include <set>
#include <string>
#include <vector>

namespace pf::db {

/// An import has one row for each account that it brought rows into, all with the same id.
class ImportStore {
public:
    explicit ImportStore(Database& database) : m_database(database) {}

    /// The first of `count` consecutive ids that nobody else gets, the highest one yet plus one as a rule. Prices and
    /// rates count as imports of the command's account.
    [[nodiscard]] std::int64_t next_id(std::int64_t count = 1) const;

    /// `counts` may be set later with `update_counts`.
    void add(std::vector<model::Import> const& imports);

    /// \param counts  by account
    void update_counts(std::int64_t import_id, std::map<std::int64_t, model::ImportCounts> const& counts);

    /// Newest first.
    [[nodiscard]] std::vector<model::Import> list() const;

    /// One row of each that is of a file of such a name and not undone, newest first.
    [[nodiscard]] std::vector<model::Import> of_files(std::set<std::string> const& names) const;

    /// All rows of one import, by account; empty when there is none.
    [[nodiscard]] std::vector<model::Import> find(std::int64_t import_id) const;

    void mark_undone(std::int64_t import_id);

private:
    Database& m_database;
};

} // namespace pf::db
