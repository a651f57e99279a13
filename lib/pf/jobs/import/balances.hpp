#pragma once

#include "pf/base/spilled_list.hpp"
#include "pf/importer/entry.hpp"
#include "pf/importer/fingerprint.hpp"
#include "pf/jobs/books/days.hpp"
#include "pf/jobs/import/account_writers.hpp"

#include <cstdint>
#include <map>
#include <string>
#include <tuple>

namespace pf::jobs {

struct BalanceCodec {
    static void write(base::RecordWriter& record, model::Balance const& balance);
    static void read(base::RecordReader& record, model::Balance& balance);
};

/// Collects what a file says is held. Rows of their own are all kept; of a column beside what is booked the last
/// balance of each day, by the order of the file's rows: what grows is one for each day and currency.
class BalanceCollector {
public:
    BalanceCollector(Days const& days, bool is_newest_first) : m_days(days), m_is_newest_first(is_newest_first) {}

    void add(model::Balance const& balance, bool is_running);

    /// How many rows of their own became of an account what.
    struct Counts {
        std::int64_t inserted = 0;
        std::int64_t duplicate = 0;
    };
    struct Stored {
        std::map<std::int64_t, Counts> rows; ///< by account
        std::set<std::int64_t> accounts;     ///< that have new balances
    };

    /// Store what the database does not hold yet.
    [[nodiscard]] Stored store(db::Database& database);

private:
    /// The latest moment of a day: its balances on the first and the last line.
    struct LastOfDay {
        model::Balance first;
        model::Balance last;
    };
    void add_running(model::Balance const& balance);

    Days const& m_days;
    bool m_is_newest_first;
    importer::Fingerprinter m_fingerprinter;
    base::SpilledList<model::Balance, BalanceCodec> m_rows;
    std::map<std::tuple<std::int64_t, std::string, Currency, Date>, LastOfDay> m_running;
};

} // namespace pf::jobs
