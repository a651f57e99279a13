#pragma once

// The only way to Boost.Beast and Boost.Asio, for read_request.cpp and server.cpp alone: they take long to compile.

// clang-format off
#include <utility> // before them: Asio 1.18 uses std::exchange without including what declares it

#include <boost/asio.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>
// clang-format on
