#pragma once

#include "pf/db/correction_store.hpp"
#include "pf/db/transaction_store.hpp"
#include "pf/importer/fingerprint.hpp"
#include "pf/jobs/books/days.hpp"
#include "pf/model/account.hpp"
#include "pf/model/issue.hpp"

#include <cstdint>
#include <map>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

namespace pf::jobs {

/// What accounts hold, or held before it was corrected, of rows that are known by their source's ids; 40 bytes for
/// each.
class StoredContents {
public:
    StoredContents() = default;

    /// \param periods    one for each account; what was corrected is held whatever its moment
    /// \param corrected  by whom; what another file corrected is not held where this one is to be right
    StoredContents(db::Database& database, std::vector<db::Period> periods, db::CorrectionStore::Superseded corrected);

    /// Is there one of the same account, id and content?
    [[nodiscard]] bool hold(model::Transaction const& transaction);

private:
    /// The account, and the fingerprints of the id and of what it is.
    using Content = std::tuple<std::int64_t, model::Fingerprint, model::Fingerprint>;

    [[nodiscard]] Content content_of(model::Transaction const& transaction);

    importer::Fingerprinter m_fingerprinter;
    std::vector<Content> m_contents; ///< ascending
};

/// A field of both, in words; equal ones are the same.
struct Difference {
    std::string name; ///< in the format `pf`
    std::string stored;
    std::string now;
};

/// In what a row differs from a stored one; nothing, where it only tells less.
[[nodiscard]] std::vector<Difference> differences(model::Transaction const& stored, model::Transaction const& now,
                                                  Days const& days);

using ByFingerprint = std::map<std::pair<std::int64_t, model::Fingerprint>, model::Transaction>; ///< and account

/// What is in the books under the same ids.
[[nodiscard]] ByFingerprint stored_of(db::Database& database, std::vector<importer::Draft> const& changed);

/// Is one thing told otherwise, and all else the same? The amount follows a quantity or a price.
[[nodiscard]] bool is_one_change(std::vector<model::Transaction> const& stored,
                                 std::vector<model::Transaction> const& now, Days const& days);

/// An issue for each field in which a row differs from the stored one of its id or its line; none, where it only tells
/// less, or where the stored one was taken out of the books.
/// \param changed  as they would stand in the database
/// \param by_line  what is stored in the place of those that have no id
/// \param is_update  the file's row takes the place of the stored one
/// \param issues   receives them, by line
void tell_changes(db::Database& database, std::vector<importer::Draft> const& changed, ByFingerprint const& by_line,
                  std::string const& file, std::map<std::string, model::Account> const& accounts, Days const& days,
                  bool is_update, model::IssueList& issues);

} // namespace pf::jobs
