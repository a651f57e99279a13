#include "pf/migration/checksum.hpp"

#include "pf/base/sha256.hpp"
#include "pf/migration/script.hpp"

#include <algorithm>

namespace pf::migration {

std::string checksum(std::string_view content)
{
    base::Sha256 hash;
    for (std::string_view rest = without_bom(content); !rest.empty();) {
        std::size_t const end = std::min(rest.find("\r\n"), rest.size());
        hash.add(rest.substr(0, end));
        rest.remove_prefix(std::min(end + 1, rest.size()));
    }
    return hash.hex();
}

} // namespace pf::migration
