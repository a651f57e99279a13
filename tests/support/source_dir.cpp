#include "support/source_dir.hpp"

namespace pf::test {

std::string source_dir()
{
    return PF_SOURCE_DIR;
}

} // namespace pf::test
