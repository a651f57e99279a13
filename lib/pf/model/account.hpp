#pragma once

#include "pf/base/time.hpp"
#include "pf/base/time_zone.hpp"
#include "pf/model/types.hpp"
#include "pf/money/currency.hpp"

#include <cstdint>
#include <optional>
#include <string>

namespace pf::model {

/// Whose transactions these are; every other row of the database belongs to one.
struct Account {
    std::int64_t id = 0;
    std::string name;
    Currency base_currency;
    BookingMethod booking_method = BookingMethod::fifo;
    CashKeeping keeps_cash = CashKeeping::from_first_deposit;
    base::TimeZone time_zone;           ///< where its days begin
    bool allows_short = false;          ///< may more be sold than it holds?
    std::optional<Timestamp> closed_at; ///< nothing: it takes new rows
    std::int64_t data_version = 0;      ///< grows with every change of its transactions

    friend bool operator==(Account const&, Account const&) = default;
};

/// What became of the rows of one file in one account. The four outcomes add up to `read`.
struct ImportCounts {
    std::int64_t read = 0;
    std::int64_t inserted = 0;
    std::int64_t duplicate = 0;
    std::int64_t ignored = 0;
    std::int64_t rejected = 0;

    friend bool operator==(ImportCounts const&, ImportCounts const&) = default;
};

/// One row of the table `imports`: a file brought into an account.
struct Import {
    std::int64_t id = 0;
    std::int64_t account_id = 0;
    std::string format;
    std::string source_file;
    std::string file_sha256; ///< 64 lower-case hex digits
    ImportCounts counts;
    Timestamp import_timestamp{};
    std::optional<Timestamp> undone_at;
    std::string made_by; ///< of a correction: whose; empty: it is a file
    std::string reason;  ///< of a correction, in the words of who made it

    friend bool operator==(Import const&, Import const&) = default;
};

} // namespace pf::model
