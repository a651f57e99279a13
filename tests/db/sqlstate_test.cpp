#include "pf/db/postgres/errors.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>
#include <set>
#include <string>
#include <string_view>

using namespace pf;

namespace {

/// Every SQLSTATE that the installed server knows, in its own list.
std::set<std::string> states_of_server()
{
    std::set<std::string> states;
    for (auto const& version : std::filesystem::directory_iterator{"/usr/share/postgresql"}) {
        std::ifstream list{version.path() / "errcodes.txt"};
        for (std::string line; std::getline(list, line);) {
            auto const is_state = line.size() > 5 && line[5] == ' ' &&
                                  std::all_of(line.begin(), line.begin() + 5,
                                              [](char c) { return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9'); });
            if (is_state) {
                states.insert(line.substr(0, 5));
            }
        }
    }
    return states;
}

/// What only a wrong statement of ours can bring about: of these alone the message says that pf has a fault.
bool is_fault_of_ours(std::string_view state)
{
    constexpr std::array ours{"00", "01", "02", "03", "0B", "0F", "0Z", "21", "24", "25", "2D", "34", "3B", "42"};
    return std::ranges::any_of(ours, [&](std::string_view prefix) { return state.starts_with(prefix); });
}

} // namespace

TEST_CASE("every SQLSTATE of the server has an exit code, and none is a fault of ours that can be another's")
{
    auto const states = states_of_server();
    REQUIRE(states.size() > 200);
    for (auto const& state : states) {
        auto const error = db::postgres::to_error({state, "said", {}, {}}, "where");
        CHECK_MESSAGE((error.code() != ExitCode::internal || is_fault_of_ours(state)), state);
        CHECK(error.code() != ExitCode::ok);
    }
}

TEST_CASE("a server or a role that only reads is told with the way out")
{
    auto const error =
        db::postgres::to_error({"25006", "cannot execute INSERT in a read-only transaction", {}, {}}, "");
    CHECK(error.code() == ExitCode::permission);
    CHECK(error.hint() ==
          "this server, or this role, only reads (a standby, or default_transaction_read_only): connect to "
          "the primary, or as a role that may write");
}

TEST_CASE("what nobody gave a state is a fault of ours")
{
    CHECK(db::postgres::to_error({db::postgres::unknown_state, "said", {}, {}}, "").code() == ExitCode::internal);
}
