#pragma once

#include <memory>
#include <string>
#include <string_view>

namespace pf::base {

/// SHA-256 of bytes that come in pieces (FIPS 180-4).
class Sha256 {
public:
    Sha256();
    Sha256(Sha256&&) noexcept;
    Sha256& operator=(Sha256&&) noexcept;
    ~Sha256();

    void add(std::string_view bytes);

    /// 64 lower-case hex digits; nothing may be added afterwards.
    [[nodiscard]] std::string hex();

private:
    struct State;
    std::unique_ptr<State> m_state;
};

/// HMAC-SHA-256 (RFC 2104): what only who has the key can make of the text.
/// \return  64 lower-case hex digits
[[nodiscard]] std::string hmac_sha256(std::string_view key, std::string_view text);

} // namespace pf::base
