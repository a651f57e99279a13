#pragma once

#include "pf/lots/open_lot.hpp"
#include "pf/model/types.hpp"

#include <memory>
#include <vector>

namespace pf::lots {

/// The open lots of one account, and the rule by which units are taken from them: one implementation per booking
/// method, each in a file of its name.
class Method {
public:
    virtual ~Method() = default;

    /// A lot comes in, whatever its purchase date.
    virtual void add(OpenLot const& lot) = 0;

    /// Take units, lot by lot, with their cost. Parts are appended in the order in which lots are used; a lot that is
    /// used up is forgotten. \param quantity  positive, at most what is held
    virtual void take(Decimal quantity, std::vector<Part>& parts) = 0;

    /// Take units of one lot, as `take` does, whatever the rule. \param quantity  positive, at most what the lot holds
    virtual void take_from(model::LotKey const& lot, Decimal quantity, std::vector<Part>& parts) = 0;

    /// What is open, in the order of purchase. Adding exactly these lots to an empty method of the same kind continues
    /// as if nothing had happened.
    [[nodiscard]] virtual std::vector<OpenLot> lots() const = 0;

    /// What is open cost, all together.
    [[nodiscard]] virtual Amounts cost() const = 0;

    /// Do all lots share one cost, so that what each of them costs is only its part of it?
    [[nodiscard]] virtual bool pools_cost() const { return false; }

    virtual void clear() = 0;
};

[[nodiscard]] std::unique_ptr<Method> make_fifo();
[[nodiscard]] std::unique_ptr<Method> make_lifo();
[[nodiscard]] std::unique_ptr<Method> make_hifo();
[[nodiscard]] std::unique_ptr<Method> make_lofo();
[[nodiscard]] std::unique_ptr<Method> make_average();

[[nodiscard]] std::unique_ptr<Method> make_method(model::BookingMethod method);

} // namespace pf::lots
