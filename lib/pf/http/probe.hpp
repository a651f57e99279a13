#pragma once

#include <chrono>
#include <cstdint>
#include <string>

namespace pf::http {

struct Probed {
    unsigned status = 0;
    std::string body;
};

/// Ask a server on this machine, as a health check does.
/// \throws pf::Error  unavailable, when nobody answers in time, or not in HTTP
[[nodiscard]] Probed probe(std::uint16_t port, std::string const& path, std::chrono::seconds at_most);

} // namespace pf::http
