#include "pf/jobs/books/report_currency.hpp"

#include "pf/base/error.hpp"
#include "pf/base/text.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace pf::jobs {

Currency report_currency(cli::Common const& common, std::string const& word,
                         std::vector<model::Account> const& accounts)
{
    if (!word.empty()) {
        auto const parsed = Currency::parse(word);
        if (!parsed) {
            throw Error{ExitCode::usage, fmt::format("{} {}", base::quoted(word), parsed.problem().message), "--in",
                        parsed.problem().hint};
        }
        return *parsed;
    }
    if (!common.report_currency.empty()) {
        return Currency{common.report_currency};
    }
    auto const differs = [&](auto const& account) { return account.base_currency != accounts.front().base_currency; };
    return accounts.empty() || std::ranges::any_of(accounts, differs) ? Currency{common.base_currency}
                                                                      : accounts.front().base_currency;
}

} // namespace pf::jobs
