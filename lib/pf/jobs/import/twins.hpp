#pragma once

#include "pf/db/transaction_store.hpp"
#include "pf/importer/fingerprint.hpp"

#include <cstdint>
#include <map>

namespace pf::jobs {

/// What an account holds of a period, to know one event again in an export of other detail: without the source's id, or
/// without the fractions of its seconds. 24 bytes and a node for each event.
class Twins {
public:
    Twins() = default;

    /// \param first, last  inclusive
    Twins(db::Database& database, std::int64_t account_id, Timestamp first, Timestamp last);

    /// Is there a stored row that equals this one but for what an export may lack? Each stored row is the twin of one.
    [[nodiscard]] bool take(importer::Draft const& draft);

private:
    /// Rows that are the same but for the two.
    struct Count {
        std::int64_t with_id = 0;
        std::int64_t with_fraction = 0; ///< and without id
        std::int64_t without_either = 0;
    };

    [[nodiscard]] model::Fingerprint key_of(importer::Draft draft);
    void add(model::Transaction const& transaction);

    importer::Fingerprinter m_fingerprinter;
    std::map<model::Fingerprint, Count> m_counts;
};

} // namespace pf::jobs
