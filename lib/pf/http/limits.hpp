#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>

namespace pf::http {

/// What a connection may take of us.
struct Limits {
    std::size_t connections = 256;
    std::size_t connections_of_address = 32;
    std::uint32_t head_bytes = 8192; ///< the request line and the fields
    std::size_t body_bytes = 4096;   ///< of a form, where one is taken

    std::chrono::milliseconds head{10'000};   ///< from its first byte to its last
    std::chrono::milliseconds answer{30'000}; ///< to be found
    std::chrono::milliseconds sending{30'000};
    std::chrono::milliseconds idle{60'000}; ///< between two requests
    std::chrono::milliseconds grace{6'000}; ///< to finish in, when the server is to end
};

} // namespace pf::http
