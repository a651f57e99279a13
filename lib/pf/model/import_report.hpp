#pragma once

#include "pf/model/account.hpp"
#include "pf/model/issue.hpp"
#include "pf/money/currency.hpp"
#include "pf/money/decimal.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace pf::model {

/// What became of one file.
struct FileReport {
    std::string file;
    std::string format;
    std::string file_sha256;
    std::int64_t import_id = 0; ///< 0 when nothing was stored
    ImportCounts counts;
    std::map<std::string, std::int64_t> ignored_by; ///< rule and reason → rows
    std::int64_t rounded_prices = 0;                ///< prices with more than 18 decimals
    std::vector<std::string> unread_columns;        ///< unknown to the format, with numbers in rows that were booked
    std::int64_t updated = 0;                       ///< of the duplicates: rows that took the place of what was booked
    std::int64_t update_import_id = 0;              ///< which undo takes for these
    std::string reject_file;                        ///< written with `--partial`; empty when no row was rejected

    friend bool operator==(FileReport const&, FileReport const&) = default;
};

/// How an import changed one position.
struct PositionChange {
    std::string account;
    std::string ticker;
    Currency currency;
    Decimal quantity_before;
    Decimal quantity_after;
    std::optional<Decimal> realized_before = Decimal{}; ///< nothing: unknown
    std::optional<Decimal> realized_after = Decimal{};

    friend bool operator==(PositionChange const&, PositionChange const&) = default;
};

struct PositionChangeCodec {
    static void write(base::RecordWriter& record, PositionChange const& change);
    static void read(base::RecordReader& record, PositionChange& change);
};
using PositionChanges = base::SpilledList<PositionChange, PositionChangeCodec>; ///< by account and ticker

/// What one run of `pf-import` did, or with a dry run would do.
struct ImportReport {
    std::vector<FileReport> files;
    IssueList issues;          ///< rejected rows; without `--partial` nothing is stored when there are any
    std::int64_t bad_rows = 0; ///< of a refused import: that `issues` are of
    IssueList held_back; ///< rows that seem to be stored already, in another export's detail, and stored ones that a
                         ///< file takes back
    IssueList balances;  ///< what the files say is held, and the books do not hold
    IssueList remarks;   ///< what is odd about rows that were booked
    IssueList changed;   ///< fields in which a row differs from the stored one of the same id, which stays as it is
    base::SpilledTexts notes; ///< worth telling, but not wrong: dust that was closed
    PositionChanges changes;
    bool stored = false;
    bool refused =
        false; ///< `issues`, or `balances`, stand in the way of everything; the files' counts tell what was read alone
    bool dry_run = false;
};

/// An import with the name of the account that it brought rows into.
struct NamedImport {
    std::string account;
    Import import;
};

} // namespace pf::model
