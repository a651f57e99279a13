#include "pf/base/error.hpp"
#include "pf/cli/held_output.hpp"

#include <doctest/doctest.h>

#include <array>
#include <cstdio>
#include <ios>
#include <ostream>
#include <sstream>
#include <string>
#include <unistd.h>

using pf::cli::HeldOutput;

namespace {

std::string released(HeldOutput& held)
{
    std::FILE* file = std::tmpfile();
    held.release(::fileno(file), "file");
    std::rewind(file);
    std::string text;
    std::array<char, 4096> chunk{};
    while (auto const length = std::fread(chunk.data(), 1, chunk.size(), file)) {
        text.append(chunk.data(), length);
    }
    std::fclose(file);
    return text;
}

} // namespace

TEST_CASE("what is written is held back until it is released, and the stream is its own again after")
{
    std::ostringstream stream;
    {
        HeldOutput held(stream);
        stream << "one " << 2 << '\n' << std::flush;
        CHECK(released(held) == "one 2\n");
        CHECK(released(held).empty());
    }
    stream << "direct";
    CHECK(stream.str() == "direct");
}

TEST_CASE("a result larger than memory allows comes out whole and in order")
{
    std::ostringstream stream;
    HeldOutput held(stream, 100);
    std::string expected;
    for (int i = 0; i < 1000; ++i) {
        stream << "line " << i << '\n';
        expected += "line " + std::to_string(i) + "\n";
    }
    CHECK(released(held) == expected);
}

TEST_CASE("what is flushed goes out before the rest, where that was asked for")
{
    std::ostringstream stream;
    HeldOutput held(stream);
    std::FILE* file = std::tmpfile();
    held.release_flushed(::fileno(file), "file");
    stream << "first\n" << std::flush << "second\n";
    CHECK(::lseek(::fileno(file), 0, SEEK_END) == 6);
    CHECK(released(held) == "second\n");
    std::fclose(file);
}

TEST_CASE("what cannot be written throws from the stream")
{
    std::ostringstream stream;
    {
        HeldOutput held(stream);
        held.release_flushed(-1, "stdout");
        stream << "lost\n";
        CHECK_THROWS_AS(stream.flush(), pf::Error);
        held.discard();
    }
    CHECK(stream.exceptions() == std::ios_base::goodbit);
    stream << "direct";
    CHECK(stream.str() == "direct");
}

TEST_CASE("what is discarded never comes out")
{
    std::ostringstream stream;
    HeldOutput held(stream, 4);
    stream << "something longer";
    held.discard();
    CHECK(released(held).empty());
}
