#include "pf/model/named_lot.hpp"

#include "pf/base/text.hpp"

#include <utility>

namespace pf::model {

namespace {

constexpr std::string_view id_prefix = "id:";

Problem problem(std::string_view name, std::string const& what)
{
    return {"names the lot " + base::quoted(name) + ", which " + what,
            "a lot is the day of its purchase or the id of its row, and how many units of it: 2023-01-10:5; id:ABC:5"};
}

Result<NamedLot> parse_one(std::string_view name)
{
    auto const colon = name.rfind(':');
    if (colon == std::string_view::npos) {
        return problem(name, "does not say how many units");
    }
    NamedLot lot;
    auto const quantity = money::parse_decimal(base::trimmed(name.substr(colon + 1)));
    if (!quantity || !quantity->value.is_positive()) {
        return problem(name, "does not say how many units");
    }
    lot.quantity = quantity->value;
    auto const which = base::trimmed(name.substr(0, colon));
    if (which.starts_with(id_prefix)) {
        lot.external_id = base::trimmed(which.substr(id_prefix.size()));
        return lot.external_id.empty() ? Result<NamedLot>{problem(name, "does not say which id")} : lot;
    }
    auto const day = base::parse_date(which);
    if (!day) {
        return problem(name, "is neither a day nor an id");
    }
    lot.day = *day;
    return lot;
}

} // namespace

Result<std::vector<NamedLot>> parse_named_lots(std::string_view text)
{
    std::vector<NamedLot> lots;
    if (base::trimmed(text).empty()) {
        return lots;
    }
    for (auto const name : base::split(text, ';')) {
        auto const lot = parse_one(base::trimmed(name));
        if (!lot) {
            return lot.problem();
        }
        lots.push_back(*lot);
    }
    return lots;
}

std::string name_of(NamedLot const& lot)
{
    return lot.day ? base::to_text(*lot.day) : std::string{id_prefix} + lot.external_id;
}

std::string to_text(std::vector<NamedLot> const& lots)
{
    std::vector<std::string> names;
    names.reserve(lots.size());
    for (auto const& lot : lots) {
        names.push_back(name_of(lot) + ":" + lot.quantity.to_text());
    }
    return base::join(names, "; ");
}

Decimal total_quantity(std::vector<NamedLot> const& lots)
{
    Decimal total;
    for (auto const& lot : lots) {
        total += lot.quantity;
    }
    return total;
}

} // namespace pf::model
