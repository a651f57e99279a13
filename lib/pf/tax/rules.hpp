#pragma once

#include "pf/tax/entry.hpp"
#include "pf/tax/year.hpp"

#include <map>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace pf::tax {

/// What a rule set is, in words for people.
struct About {
    std::string name; ///< `uk`
    std::string title;
    Currency currency; ///< none: it must be told
    std::chrono::month_day year_begins{std::chrono::January, std::chrono::day{1}};
    std::vector<model::BookingMethod> methods; ///< that a taxpayer may choose from, the usual one first
    bool pools = false;                        ///< all accounts of the taxpayer are one
    std::vector<std::string> knows;
    std::vector<std::string> leaves_out;
    std::vector<std::string> sources;
    bool exempts_funds = false; ///< a part of a fund's gains, which somebody has to tell
};

/// Of which year, for whom, as far as that is to be chosen.
struct Context {
    Currency currency;
    Year year;
    Date today{};                                             ///< what comes later is not known yet
    model::BookingMethod method = model::BookingMethod::fifo; ///< one of `About::methods`
    bool pools = false;                                       ///< as `About::pools`; `generic` may be told otherwise
    std::map<std::string, Decimal> exempt; ///< by ticker, the part of a fund's gains that is not taxed: 0 … 1
};

/// The amounts of lines. A sum with an unknown part is nothing.
struct Sums {
    std::int64_t disposals = 0;
    std::optional<Decimal> proceeds = Decimal{};
    std::optional<Decimal> cost = Decimal{};
    std::optional<Decimal> gain = Decimal{};
    Decimal adjustment;
    Decimal rounding;
    std::optional<Decimal> gains = Decimal{};  ///< of disposals that are taxable with more than nothing
    std::optional<Decimal> losses = Decimal{}; ///< of those with less, negative
    std::optional<Decimal> taxable = Decimal{};

    friend bool operator==(Sums const&, Sums const&) = default;
};

/// By category; the sum of all of them is under the empty name.
using Summary = std::map<std::string, Sums>;
[[nodiscard]] Summary summary_of(std::vector<Line> const& lines);

/// What a country makes of the sums: `net capital gain`.
struct Figure {
    std::string what;
    std::optional<Decimal> amount;

    friend bool operator==(Figure const&, Figure const&) = default;
};

/// The rules of one country: one file each.
class Rules {
public:
    virtual ~Rules() = default;

    [[nodiscard]] virtual About const& about() const = 0;

    /// Add what the year makes of one family. Families are independent of each other.
    /// \param family  all transactions of all years, in booking order; also those after the year, which it may rest on
    virtual void assess(Family const& family, Context const& context, Assessment& assessment) const = 0;

    /// What follows from the sums of all lines, beyond them.
    [[nodiscard]] virtual std::vector<Figure> figures(Summary const& /*summary*/) const { return {}; }
};

[[nodiscard]] std::unique_ptr<Rules> make_uk();
[[nodiscard]] std::unique_ptr<Rules> make_us();
[[nodiscard]] std::unique_ptr<Rules> make_ca();
[[nodiscard]] std::unique_ptr<Rules> make_de();
[[nodiscard]] std::unique_ptr<Rules> make_fr();
[[nodiscard]] std::unique_ptr<Rules> make_ie();
[[nodiscard]] std::unique_ptr<Rules> make_au();
[[nodiscard]] std::unique_ptr<Rules> make_generic();

/// All of them, in the order of the list above.
[[nodiscard]] std::vector<std::unique_ptr<Rules>> all_rules();

/// The rules of that name; null when there are none.
[[nodiscard]] std::unique_ptr<Rules> find_rules(std::string_view name);

} // namespace pf::tax
