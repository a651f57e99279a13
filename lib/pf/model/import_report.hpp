#pragma once

#include "pf/model/account.hpp"
#include "pf/money/currency.hpp"
#include "pf/money/decimal.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace pf::model {

/// What is wrong with a row of a file: `file:line: column "value" reason`.
struct Issue {
    std::string file;
    std::int64_t line = 0; ///< 0: the whole file
    std::string column;    ///< as the file's header names it; empty when the whole row is meant
    std::string value;     ///< the offending text, unchanged
    std::string reason;
    std::string hint;

    friend bool operator==(Issue const&, Issue const&) = default;
};

/// What became of one file.
struct FileReport {
    std::string file;
    std::string format;
    std::string file_sha256;
    std::int64_t import_id = 0; ///< 0 when nothing was stored
    ImportCounts counts;
    std::map<std::string, std::int64_t> ignored_by; ///< rule and reason → rows
    std::int64_t rounded_prices = 0;                ///< prices with more than 18 decimals
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

/// What one run of `pf-import` did, or with a dry run would do.
struct ImportReport {
    std::vector<FileReport> files;
    std::vector<Issue> issues;           ///< rejected rows; without `--partial` nothing is stored when there are any
    std::vector<std::string> notes;      ///< worth telling, but not wrong: dust that was closed
    std::vector<PositionChange> changes; ///< ordered by account and ticker
    bool stored = false;
    bool refused = false; ///< `issues` stand in the way of everything; the files' counts tell what was read alone
    bool dry_run = false;
};

/// An import with the name of the account that it brought rows into.
struct NamedImport {
    std::string account;
    Import import;
};

} // namespace pf::model
