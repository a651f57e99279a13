#include "pf/http/message.hpp"

#include "pf/base/text.hpp"

namespace pf::http {

namespace {

std::string joined(Fields const& fields, std::string_view name)
{
    std::string text;
    for (auto const& [key, value] : fields) {
        if (base::equal_ignoring_case(key, name)) {
            text += text.empty() ? value : ", " + value;
        }
    }
    return text;
}

} // namespace

std::vector<std::string_view> Request::values(std::string_view name) const
{
    std::vector<std::string_view> found;
    for (auto const& [key, value] : fields) {
        if (base::equal_ignoring_case(key, name)) {
            found.emplace_back(value);
        }
    }
    return found;
}

std::string Request::value(std::string_view name) const
{
    return joined(fields, name);
}

std::string Response::value(std::string_view name) const
{
    return joined(fields, name);
}

} // namespace pf::http
