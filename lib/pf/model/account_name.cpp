#include "pf/model/account_name.hpp"

#include "pf/base/name.hpp"

namespace pf::model {

std::optional<Problem> account_name_problem(std::string_view name)
{
    if (base::is_name(name, 100)) {
        return std::nullopt;
    }
    return Problem{"is no name for an account", "it has at most 100 characters, all of which can be seen"};
}

} // namespace pf::model
