#pragma once

#include "pf/base/sha256.hpp"

#include <cstdint>
#include <future>
#include <string>
#include <string_view>

namespace pf::base {

/// SHA-256 of bytes that come in pieces, computed beside whoever reads them: one piece behind at most.
class BackgroundSha256 {
public:
    BackgroundSha256() = default;
    BackgroundSha256(BackgroundSha256 const&) = delete;
    BackgroundSha256& operator=(BackgroundSha256 const&) = delete;
    ~BackgroundSha256() = default;
    /// \param piece  is copied
    void add(std::string_view piece);

    /// How many bytes were added.
    [[nodiscard]] std::int64_t size() const { return m_size; }

    /// 64 lower-case hex digits; nothing may be added afterwards.
    [[nodiscard]] std::string hex();

private:
    void wait();

    Sha256 m_hash;
    std::int64_t m_size = 0;
    std::string m_piece;           ///< that is being hashed
    std::future<void> m_is_hashed; ///< the last member: its end waits
};

} // namespace pf::base
