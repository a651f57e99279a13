#pragma once

#include "pf/importer/entry.hpp"
#include "pf/jobs/books/days.hpp"
#include "pf/jobs/import/accounts.hpp"

#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

namespace pf::jobs {

/// A row that is left out, as the earliest of its instrument.
struct Gap {
    Timestamp since{};
    std::string file;
    std::int64_t line = 0;
};

/// What an import that leaves out rows does not know of its accounts, and therefore cannot book: what takes units of an
/// instrument, or shares their cost, at or after a row of it that is left out; where an account may be short, or more
/// was sold than is there, every such row that moves units; and the other side of an exchange of money.
class Gaps {
public:
    /// \param accounts         outlive this
    /// \param default_account  of rows that name none
    Gaps(AccountsByName const& accounts, std::string const& default_account);

    /// Why a row is left out: what it says cannot be taken, or cannot be booked, as a sale of what is not there.
    enum class Why { rejected, impossible };

    /// Leave out a row. \return  whether that leaves more unknown than before
    bool add(std::vector<importer::Draft> const& drafts, std::string const& file, std::int64_t line, Why why);

    /// What the row rests on; nothing, when it is booked as if no row were left out.
    [[nodiscard]] Gap const* under(std::vector<importer::Draft> const& drafts) const;

private:
    using Instrument = std::pair<std::string, std::string>; ///< account and ticker; no ticker: all of them
    using Moment = std::pair<std::string, Timestamp>;       ///< of an account

    [[nodiscard]] model::Account const* account_of(importer::Draft const& draft) const;
    [[nodiscard]] Timestamp moment_of(importer::Draft const& draft) const;
    [[nodiscard]] bool rests(importer::Draft const& draft) const;
    [[nodiscard]] Gap const* under(importer::Draft const& draft) const;
    [[nodiscard]] bool note(std::map<Instrument, Gap>& gaps, importer::Draft const& draft, Gap const& gap) const;
    [[nodiscard]] std::string const& name_of(importer::Draft const& draft) const;

    AccountsByName const& m_accounts;
    std::string const& m_default_account;
    Days m_days;
    std::map<Instrument, Gap> m_units;
    std::map<Instrument, Gap> m_shorts; ///< what took more units than there were: what comes in may cover it
    std::map<Moment, Gap> m_exchanges;
};

} // namespace pf::jobs
