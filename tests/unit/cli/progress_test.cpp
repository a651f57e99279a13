#include "pf/cli/progress.hpp"

#include <doctest/doctest.h>

using namespace std::chrono_literals;
using pf::cli::progress_line;

TEST_CASE("a progress line tells how much, how fast and how long")
{
    CHECK(progress_line("reading a.csv", 25'000'000, 100'000'000, 5s, 120) ==
          "reading a.csv  [######------------------]  25%  25.0 MB of 100.0 MB  5.0 MB/s  0:15 left");
    CHECK(progress_line("x", 0, 500, 1s, 120) == "x  [------------------------]   0%  0 B of 500 B  0 B/s");
    CHECK(progress_line("x", 700, 500, 1s, 120) ==
          "x  [########################] 100%  500 B of 500 B  700 B/s  0:00 left");
    CHECK(progress_line("checking", 0, 0, 1s, 120) == "checking");
    CHECK(progress_line("x", 1'234'567, 0, 1s, 120) == "x  1.2 MB  1.2 MB/s");
    CHECK(progress_line("x", 1'000'000'000, 9'000'000'000'000, 1s, 120).ends_with("1.0 GB/s  2:29:59 left"));
}

TEST_CASE("a progress line fits the terminal")
{
    CHECK(progress_line("reading", 1, 100, 1s, 20).size() == 19);
}
