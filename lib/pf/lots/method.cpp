#include "pf/lots/method.hpp"

#include "pf/base/error.hpp"

namespace pf::lots {

std::unique_ptr<Method> make_method(model::BookingMethod method)
{
    switch (method) {
    case model::BookingMethod::fifo:
    case model::BookingMethod::specific: // what cannot name its lots, a transfer for one, takes the earliest
        return make_fifo();
    case model::BookingMethod::lifo:
        return make_lifo();
    case model::BookingMethod::hifo:
        return make_hifo();
    case model::BookingMethod::lofo:
        return make_lofo();
    case model::BookingMethod::average:
        return make_average();
    }
    throw Error{ExitCode::internal, "unknown booking method"};
}

} // namespace pf::lots
