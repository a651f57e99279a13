#include "pf/base/error.hpp"

#include <utility>

namespace pf {

Error::Error(ExitCode code, std::string message, std::string where, std::string hint, std::vector<std::string> details)
    : std::runtime_error(where.empty() ? message : where + ": " + message),
      m_code(code),
      m_message(std::move(message)),
      m_where(std::move(where)),
      m_hint(std::move(hint)),
      m_details(std::move(details))
{
}

} // namespace pf
