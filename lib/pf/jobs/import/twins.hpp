#pragma once

#include "pf/db/transaction_store.hpp"
#include "pf/importer/fingerprint.hpp"

#include <cstdint>
#include <map>
#include <utility>
#include <vector>

namespace pf::jobs {

/// What accounts hold of periods, to know one event again in an export of other detail: without the source's id, or
/// without the fractions of its seconds. 24 bytes and a node for each event.
class Twins {
public:
    Twins() = default;

    Twins(db::Database& database, std::vector<db::Period> periods);

    /// Does the account hold a row that equals this one but for what an export may lack? Each stored row is the twin of
    /// one.
    [[nodiscard]] bool take(std::int64_t account_id, importer::Draft const& draft);

private:
    /// Rows that are the same but for the two.
    struct Count {
        std::int64_t with_id = 0;
        std::int64_t with_fraction = 0; ///< and without id
        std::int64_t without_either = 0;
    };

    using Key = std::pair<std::int64_t, model::Fingerprint>; ///< account, and content

    [[nodiscard]] Key key_of(std::int64_t account_id, importer::Draft draft);
    void add(model::Transaction const& transaction);

    importer::Fingerprinter m_fingerprinter;
    std::map<Key, Count> m_counts;
};

} // namespace pf::jobs
