#pragma once

#include "pf/base/time.hpp"
#include "pf/model/transaction.hpp"
#include "pf/money/currency.hpp"
#include "pf/money/decimal.hpp"

#include <cstdint>
#include <string>

namespace pf::model {

/// One row of the table `balances`: what a source says that an account holds. It books nothing.
struct Balance {
    std::int64_t account_id = 0;
    std::int64_t import_id = 0;
    std::int64_t line_no = 0; ///< where in the import's file, from 1
    Timestamp date{};         ///< after all that happened up to and at that moment
    bool date_only = false;   ///< then `date` is midnight UTC, and the end of that day of the account is meant
    std::string ticker;       ///< of units; empty: money
    Currency currency;        ///< of money; none: units
    Decimal quantity;         ///< units, or money; below zero what is owed
    Fingerprint fingerprint{};

    friend bool operator==(Balance const&, Balance const&) = default;
};

} // namespace pf::model
