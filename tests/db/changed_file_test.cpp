// A file that somebody rewrites in place while it is imported: what is stored is what was checked, or nothing is.
#include "db/start.hpp"

#include <filesystem>
#include <fstream>

using namespace pf;
using test::wait_until;
using test::Workbench;

namespace {

constexpr std::string_view good = "2024-01-01,BUY,AAA,10,100,0,EUR\n2024-01-02,BUY,BBB,5,10,0,EUR\n";
constexpr std::string_view one_row_bad = "2024-01-01,BUY,AAA,10,100,0,EUR\n2024-01-0x,BUY,BBB,5,10,0,EUR\n";
constexpr std::string_view other_quantity = "2024-01-01,BUY,AAA,99,100,0,EUR\n2024-01-02,BUY,BBB,5,10,0,EUR\n";

/// The same file, not a new one of its name.
void overwrite(std::string const& file, std::string_view content)
{
    std::fstream stream{file, std::ios::in | std::ios::out | std::ios::binary};
    stream << content;
    REQUIRE(stream.flush().good());
}

std::string with_header(std::string_view rows)
{
    return std::string{test::plain_header}.append(rows);
}

/// How far the process has read the file.
std::uintmax_t position(pid_t process, std::string const& file)
{
    auto const folder = std::filesystem::path{"/proc"} / std::to_string(process);
    std::error_code error;
    for (auto const& entry : std::filesystem::directory_iterator{folder / "fd", error}) {
        if (std::filesystem::read_symlink(entry.path(), error) == file) {
            std::ifstream info{folder / "fdinfo" / entry.path().filename()};
            std::string name;
            std::uintmax_t bytes = 0;
            info >> name >> bytes; // pos: 123
            return bytes;
        }
    }
    return 0;
}

/// What importing throws.
std::string refusal(Workbench& bench, jobs::ImportRequest const& request)
{
    try {
        static_cast<void>(bench.import(request));
    } catch (Error const& error) {
        return error.message();
    }
    return "imported";
}

} // namespace

TEST_CASE_TEMPLATE("I5: a file that is rewritten in place while its import waits for another one is not imported",
                   Where, PF_BACKENDS)
{
    std::string_view content;
    std::vector<std::string> options;
    SUBCASE("a row is bad now")
    {
        content = one_row_bad;
    }
    SUBCASE("a row is bad now, and may be left out")
    {
        content = one_row_bad;
        options = {"--partial"};
    }
    SUBCASE("all rows are good")
    {
        content = other_quantity;
    }
    Workbench bench{Where::backend};
    auto const file = bench.write("f.csv", with_header(good));
    auto const before = bench.dump();
    options.push_back(file);
    db::Atomic held{bench.database()};
    db::AccountStore{bench.database()}.lock({1});
    auto run = test::start("pf-import", bench, options);
    wait_until("the file is read", [&] { return position(run.pid(), file) == std::filesystem::file_size(file); });
    overwrite(file, with_header(content));
    held.roll_back();
    auto const code = run.wait();
    CAPTURE(run.output());
    CHECK(code == 74);
    CHECK(run.output().find("f.csv") != std::string::npos);
    CHECK(run.output().find(": changed while it was being read\n") != std::string::npos);
    CHECK(bench.dump() == before);
    CHECK_FALSE(std::filesystem::exists(file + ".rejected.csv"));
}

TEST_CASE_TEMPLATE("I5: a large file, which is read three times, is the same file each time", Where, PF_BACKENDS)
{
    int change_after = 0; // the first report comes in the middle of the first time
    SUBCASE("before it is checked")
    {
        change_after = 1;
    }
    SUBCASE("before it is stored")
    {
        change_after = 3;
    }
    Workbench bench{Where::backend};
    std::string rows;
    for (int i = 0; i < 6000; ++i) {
        rows += "2024-01-02,BUY,T" + std::to_string(i) + ",1,1,0,EUR\n";
    }
    auto const file = bench.write("large.csv", with_header(rows));
    auto const before = bench.dump();
    auto request = Workbench::request({file});
    request.most_bytes_remembered = 0;
    int reports = 0;
    request.progress = [&](std::int64_t /*done*/, std::int64_t /*total*/) {
        if (++reports == change_after) {
            overwrite(file, with_header("2024-01-02,BUY,T0,7"));
        }
    };
    CHECK(refusal(bench, request) == "changed while it was being read");
    CHECK(reports >= change_after);
    CHECK(bench.dump() == before);
}
