#pragma once

#include "pf/base/time.hpp"
#include "pf/jobs/serve/questions.hpp"
#include "pf/web/view.hpp"

#include <cstdint>
#include <functional>
#include <string>
#include <utility>
#include <vector>

namespace pf::jobs::serve {

/// A question that a page rests on. One that has no path is none of the API.
struct Asked {
    std::string name; ///< under which the page finds the answer
    Question const* question = nullptr;
    std::vector<std::string> passed{}; ///< parameters of the page that the question has too

    /// What it is told besides.
    std::function<std::vector<std::pair<std::string, std::string>>(Date today)> more{};

    enum class Rows : std::uint8_t {
        all,
        first,        ///< as many as a page shows of a table that has no pages
        by_page,      ///< a part of a long list
        last_by_page, ///< the same, and without a choice the last rows
        by_year,      ///< sums instead of rows
    };
    Rows rows = Rows::all;
    bool is_slow = false; ///< values every day: not asked where a page of many positions would have to wait for it
    bool is_all = false;  ///< without an answer to it there is no page
};

/// A page of the dashboard.
struct Page {
    std::string path;  ///< `/holdings/{ticker}`
    std::string title; ///< `{ticker}` stands for what stood in the path
    std::vector<Parameter> parameters;
    std::vector<Asked> asked;
    web::Markup (*show)(web::View const&) = nullptr;

    /// What counts when a parameter is not given.
    std::function<std::string(std::string const& name, Date today)> otherwise{};
};

/// All of them.
[[nodiscard]] std::vector<Page> const& pages();

} // namespace pf::jobs::serve
