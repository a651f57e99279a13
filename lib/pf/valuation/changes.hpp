#pragma once

#include "pf/model/snapshot.hpp"
#include "pf/valuation/fx.hpp"
#include "pf/valuation/history.hpp"

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace pf::valuation {

/// What made a value change, in the base currency; nothing: unknown. The parts of a row add up to its change, to the
/// last digit, because `price`, and `exchange` for money, is what the others leave of it: the rests of their rounding
/// are in there.
struct ChangeParts {
    std::optional<Decimal> flows = Decimal{};    ///< came from outside, less what went there
    std::optional<Decimal> trades = Decimal{};   ///< came from the account's own money, or from another instrument that
                                                 ///< was converted, less what went there
    std::optional<Decimal> price = Decimal{};    ///< prices moved, and units came for nothing
    std::optional<Decimal> exchange = Decimal{}; ///< exchange rates moved
    std::optional<Decimal> income = Decimal{};   ///< dividends and interest, before fees and taxes
    std::optional<Decimal> charges = Decimal{};  ///< fees and taxes, also those of purchases and sales; not positive

    [[nodiscard]] std::optional<Decimal> sum() const;

    friend ChangeParts operator+(ChangeParts const& left, ChangeParts const& right);
    friend bool operator==(ChangeParts const&, ChangeParts const&) = default;
};

/// One instrument of an account, or its money, between two days.
struct ValueChange {
    std::string ticker; ///< empty: money
    std::optional<Decimal> opening = Decimal{};
    std::optional<Decimal> closing = Decimal{};
    ChangeParts parts;

    friend bool operator==(ValueChange const&, ValueChange const&) = default;
};

/// What a currency is worth in another at the end of the two days of a comparison; nothing: unknown.
struct EndRates {
    std::optional<Decimal> opening;
    std::optional<Decimal> closing;
};

/// In another currency: each end at its own rate, the parts at that of the closing day. What the rates themselves
/// changed is in `exchange`, so that the parts add up to the change as before.
[[nodiscard]] ValueChange converted(ValueChange const& change, EndRates const& rates);

/// Fees and such that a snapshot does not tell apart, over the days of a comparison, in the base currency.
struct Sundries {
    std::map<std::string, std::optional<Decimal>> trade_fees; ///< by ticker: part of purchases and sales
    std::optional<Decimal> income = Decimal{};                ///< of the account itself: interest
    std::optional<Decimal> charges = Decimal{};               ///< of the account itself: fees and taxes

    friend bool operator==(Sundries const&, Sundries const&) = default;
};

/// \param first, last  both included; the history knows all days between them
[[nodiscard]] Sundries sundries_of(AccountHistory const& history, Date first, Date last);

/// Collects what changed in one account, day by day. Exchange rates need every day: what was held when they moved
/// decides.
class ChangeLedger {
public:
    /// \param rates        outlives the ledger
    /// \param opening_day  the day to compare with
    /// \param opening      nothing: the account had not begun
    ChangeLedger(FxTable const& rates, Date opening_day, std::optional<model::Snapshot> const& opening);

    /// The next day.
    void add(model::Snapshot const& day);

    /// Instruments by ticker, then money; those that neither held nor moved anything are left out.
    [[nodiscard]] std::vector<ValueChange> finished(Sundries const& sundries) const;

private:
    struct Instrument {
        ValueChange change;
        std::optional<Decimal> value = Decimal{}; ///< in `currency`, at the end of the last day
        Currency currency;
    };

    void move_rates(Instrument& instrument, DayRates& before, DayRates& now) const;
    [[nodiscard]] std::optional<Decimal> take(ChangeParts& parts, model::InstrumentFlows const& flows,
                                              bool keeps_money);

    FxTable const& m_rates;
    Date m_day;
    Currency m_base;
    std::map<std::string, Instrument> m_instruments;
    ValueChange m_money;
};

} // namespace pf::valuation
