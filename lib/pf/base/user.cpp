#include "pf/base/user.hpp"

#include <pwd.h>
#include <unistd.h>
#include <vector>

namespace pf::base {

std::string user_name()
{
    passwd entry{};
    passwd* found = nullptr;
    std::vector<char> buffer(16384);
    if (::getpwuid_r(::geteuid(), &entry, buffer.data(), buffer.size(), &found) != 0 || found == nullptr) {
        return std::to_string(::geteuid());
    }
    return found->pw_name;
}

} // namespace pf::base
