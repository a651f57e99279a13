#include "pf/base/error.hpp"
#include "pf/cli/file_text.hpp"
#include "pf/cli/metrics.hpp"
#include "pf/cli/replace_file.hpp"

#include "support/temp_folder.hpp"

#include <CLI/CLI.hpp>
#include <doctest/doctest.h>

#include <cstdlib>
#include <filesystem>
#include <iterator>
#include <sys/stat.h>

using namespace pf;

namespace {

cli::RunRecord record_at(std::int64_t second, int exit_code)
{
    return {"snapshot",
            Timestamp{std::chrono::seconds{second}},
            std::chrono::milliseconds{1234},
            exit_code,
            {{"rows", std::int64_t{7}}, {"database", std::string{"sqlite:x"}}}};
}

bool has_line(std::string const& text, std::string const& line)
{
    return ("\n" + text).find("\n" + line + "\n") != std::string::npos;
}

} // namespace

TEST_CASE("the figures of a run")
{
    CHECK(cli::metrics_text(record_at(1'800'000'000, 0), "") ==
          "# HELP pf_job_last_run_timestamp_seconds When the last run ended.\n"
          "# TYPE pf_job_last_run_timestamp_seconds gauge\n"
          "pf_job_last_run_timestamp_seconds{job=\"snapshot\"} 1800000000\n"
          "# HELP pf_job_last_success_timestamp_seconds When the last run ended that did its work; 0: never.\n"
          "# TYPE pf_job_last_success_timestamp_seconds gauge\n"
          "pf_job_last_success_timestamp_seconds{job=\"snapshot\"} 1800000000\n"
          "# HELP pf_job_last_duration_seconds How long the last run took.\n"
          "# TYPE pf_job_last_duration_seconds gauge\n"
          "pf_job_last_duration_seconds{job=\"snapshot\"} 1.234\n"
          "# HELP pf_job_last_exit_code What the last run returned.\n"
          "# TYPE pf_job_last_exit_code gauge\n"
          "pf_job_last_exit_code{job=\"snapshot\"} 0\n"
          "# HELP pf_job_last_rows The figure \"rows\" of the last run.\n"
          "# TYPE pf_job_last_rows gauge\n"
          "pf_job_last_rows{job=\"snapshot\"} 7\n");
}

TEST_CASE("B10: a run that failed keeps the time of the last success")
{
    auto const never = cli::metrics_text(record_at(1'700'000'000, 69), "");
    CHECK(has_line(never, "pf_job_last_success_timestamp_seconds{job=\"snapshot\"} 0"));
    auto const good = cli::metrics_text(record_at(1'800'000'000, 3), never); // done, with issues
    CHECK(has_line(good, "pf_job_last_success_timestamp_seconds{job=\"snapshot\"} 1800000000"));
    auto const bad = cli::metrics_text(record_at(1'900'000'000, 69), good);
    CHECK(has_line(bad, "pf_job_last_success_timestamp_seconds{job=\"snapshot\"} 1800000000"));
    CHECK(has_line(bad, "pf_job_last_run_timestamp_seconds{job=\"snapshot\"} 1900000000"));
    CHECK(has_line(bad, "pf_job_last_exit_code{job=\"snapshot\"} 69"));
}

TEST_CASE("B10: a last success that is from the future, or no number, is none")
{
    std::string const line = "pf_job_last_success_timestamp_seconds{job=\"snapshot\"} ";
    auto const after = [&](std::string const& before) {
        return cli::metrics_text(record_at(1'800'000'000, 69), line + before + "\n");
    };
    CHECK(has_line(after("1800000300"), line + "1800000300")); // clocks differ
    for (auto const* const before : {"1800000301", "2093558400", "9223372036854775807", "", "soon", "1.8e9"}) {
        CAPTURE(before);
        CHECK(has_line(after(before), line + "0"));
    }
}

TEST_CASE("figures are written for the command that runs, and nothing lies beside them")
{
    test::TempFolder const folder;
    auto const file = (folder.path() / "pf.prom").string();
    CLI::App app{"Do something.", "pf-test"};
    auto* const take = app.add_subcommand("take", "Take one");
    app.add_subcommand("list", "List them");
    cli::Metrics metrics{"snapshot"};
    metrics.add_to(*take);
    app.parse("list", false);
    CHECK_FALSE(metrics.is_wanted());
    app.parse("take --metrics-file " + file, false);
    REQUIRE(metrics.is_wanted());
    auto const old_mask = ::umask(077);
    metrics.write({{}, Timestamp{std::chrono::seconds{5}}, {}, 0, {}});
    metrics.write({{}, Timestamp{std::chrono::seconds{6}}, {}, 69, {}});
    ::umask(old_mask);
    CHECK(has_line(cli::file_text(file).value(), "pf_job_last_success_timestamp_seconds{job=\"snapshot\"} 5"));
    struct ::stat status {};
    REQUIRE(::stat(file.c_str(), &status) == 0);
    CHECK((status.st_mode & 0777U) == 0644U); // the collector is another user
    CHECK(std::distance(std::filesystem::directory_iterator{folder.path()}, {}) == 1);
}

TEST_CASE("a file that cannot be replaced is named")
{
    test::TempFolder const folder;
    CHECK_THROWS_WITH_AS(cli::replace_file((folder.path() / "no" / "x").string(), "x"),
                         ((folder.path() / "no" / "x").string() + ": No such file or directory").c_str(), Error);
    std::filesystem::create_directory(folder.path() / "taken");
    CHECK_THROWS_AS(cli::replace_file((folder.path() / "taken").string(), "x"), Error);
    CHECK(std::distance(std::filesystem::directory_iterator{folder.path()}, {}) == 1);
}
