#pragma once

#include "pf/cli/common.hpp"
#include "pf/cli/outcome.hpp"
#include "pf/db/database.hpp"
#include "pf/jobs/serve/parameters.hpp"

#include <cstdint>
#include <functional>
#include <iosfwd>
#include <string>
#include <vector>

namespace pf::jobs::serve {

/// What an answer depends on, and so what its entity tag is made of.
enum class Depends : std::uint8_t {
    on_books, ///< on transactions, prices, rates and the day: a tag tells it before anything is computed
    on_more,  ///< also on what no version counts: the tag is of the answer itself
};

/// Rows of an answer that may be so many that they are asked for part by part.
struct LongList {
    std::string grid;             ///< empty: there is none
    std::vector<std::string> key; ///< columns that tell its rows apart, and that stay what they are
    bool repeats = false;         ///< several rows may have the same in them
};

/// One question of the API: a command of a program whose document answers it.
struct Question {
    std::string path;    ///< below `/api/v1/`: `imports/{id}`
    std::string command; ///< `pf-import show ID`
    std::string help;
    Depends depends = Depends::on_more;
    std::vector<Parameter> parameters;

    /// Writes what the command writes. \param common  of the request: account, output
    std::function<cli::Outcome(db::Database&, cli::Common const& common, Values const&, std::ostream&)> ask;

    LongList list{};
};

/// All of them.
[[nodiscard]] std::vector<Question> const& questions();

} // namespace pf::jobs::serve
