#include "pf/db/transaction_periods.hpp"

#include "pf/db/json_text.hpp"
#include "pf/db/query.hpp"
#include "pf/db/rows_query.hpp"

#include <fmt/format.h>

namespace pf::db {

Query periods_query(std::string_view name, std::string_view columns, std::string_view union_all)
{
    constexpr std::string_view of_period = "FROM transactions AS t WHERE t.account_id = [integer 0] AND "
                                           "t.transaction_date BETWEEN [timestamp 1] AND [timestamp 2]";
    auto const more = union_all.empty() ? std::string{} : fmt::format(" UNION ALL {}", union_all);
    // PostgreSQL does not know how many periods there are, nor how long: joined, it may read all transactions of all
    // accounts to find a few. OFFSET keeps it to one period after the other.
    auto const postgresql = fmt::format("SELECT t.* FROM {{texts periods}} AS r CROSS JOIN LATERAL "
                                        "(SELECT {} {} OFFSET 0) AS t{}",
                                        columns, of_period, more);
    auto const sqlite = fmt::format("SELECT {} FROM {{texts periods}} AS r CROSS JOIN {}{}", columns,
                                    of_period.substr(std::string_view{"FROM "}.size()), more);
    return rows_query(name, postgresql, sqlite);
}

Parameter periods_parameter(std::vector<Period> const& periods)
{
    JsonArray rows;
    for (auto const& period : periods) {
        rows.add(JsonArray{}
                     .add(period.account_id)
                     .add(std::string_view{parameter("first", period.first).value})
                     .add(std::string_view{parameter("last", period.last).value}));
    }
    return {"periods", rows.text()};
}

} // namespace pf::db
