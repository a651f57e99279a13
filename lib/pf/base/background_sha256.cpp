#include "pf/base/background_sha256.hpp"

namespace pf::base {

void BackgroundSha256::wait()
{
    if (m_is_hashed.valid()) {
        m_is_hashed.get();
    }
}

void BackgroundSha256::add(std::string_view piece)
{
    wait();
    m_piece = piece;
    m_size += static_cast<std::int64_t>(piece.size());
    m_is_hashed = std::async(std::launch::async, [this] { m_hash.add(m_piece); });
}

std::string BackgroundSha256::hex()
{
    wait();
    return m_hash.hex();
}

} // namespace pf::base
