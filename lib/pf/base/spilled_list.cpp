#include "pf/base/spilled_list.hpp"

#include <array>
#include <cstdint>
#include <cstring>

namespace pf::base {

namespace {

using Length = std::uint32_t; ///< stands before each record

/// \return  how many bytes were complete records
std::size_t hand_out(std::string_view bytes, std::function<void(std::string_view)> const& receiver)
{
    std::size_t at = 0;
    while (bytes.size() - at >= sizeof(Length)) {
        Length length = 0;
        std::memcpy(&length, bytes.data() + at, sizeof length);
        if (bytes.size() - at - sizeof length < length) {
            break;
        }
        receiver(bytes.substr(at + sizeof length, length));
        at += sizeof length + length;
    }
    return at;
}

} // namespace

void SpilledRecords::add(std::string_view record)
{
    auto const length = static_cast<Length>(record.size());
    std::array<char, sizeof length> prefix{};
    std::memcpy(prefix.data(), &length, sizeof length);
    m_spill.put({prefix.data(), prefix.size()});
    m_spill.put(record);
    ++m_size;
}

void SpilledRecords::visit(std::function<void(std::string_view)> const& receiver) const
{
    std::string waiting; // a record may begin in one piece and end in another
    m_spill.replay([&](std::string_view piece) {
        waiting += piece;
        waiting.erase(0, hand_out(waiting, receiver));
    });
}

} // namespace pf::base
