#pragma once

#include <array>
#include <cstddef>
#include <memory>
#include <string>
#include <string_view>

namespace pf::backup {

/// BLAKE2b with 256 bits of bytes that come in pieces; `b2sum -l 256` computes the same.
class Digest {
public:
    static constexpr std::size_t size = 32;
    using Bytes = std::array<unsigned char, size>;

    Digest();
    Digest(Digest&&) noexcept;
    Digest& operator=(Digest&&) noexcept;
    ~Digest();

    void add(std::string_view bytes);

    /// Nothing may be added afterwards.
    [[nodiscard]] Bytes finish();

private:
    struct State;
    std::unique_ptr<State> m_state;
};

/// 64 lower-case digits.
[[nodiscard]] std::string hex(Digest::Bytes const& bytes);

} // namespace pf::backup
