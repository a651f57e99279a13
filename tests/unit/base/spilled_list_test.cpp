#include "pf/base/repeated_texts.hpp"
#include "pf/base/spilled_list.hpp"

#include <doctest/doctest.h>

#include <limits>
#include <string>
#include <utility>
#include <vector>

using namespace pf;

TEST_CASE("numbers and texts of a record come back as they were")
{
    std::vector<std::int64_t> const numbers{0,
                                            1,
                                            -1,
                                            63,
                                            -64,
                                            64,
                                            300,
                                            -100'000,
                                            std::numeric_limits<std::int64_t>::max(),
                                            std::numeric_limits<std::int64_t>::min()};
    std::vector<std::string> const texts{"", "a", std::string(1, '\0'), std::string(300, 'x')};
    base::RecordWriter writer;
    for (auto const number : numbers) {
        writer.number(number);
    }
    for (auto const& text : texts) {
        writer.text(text);
    }
    base::RecordReader reader{writer.bytes()};
    for (auto const number : numbers) {
        CHECK(reader.number() == number);
    }
    for (auto const& text : texts) {
        CHECK(reader.text() == text);
    }
    CHECK(reader.rest().empty());
}

TEST_CASE("texts that repeat take two bytes, and others come back too when no more are remembered")
{
    base::RepeatedTexts texts;
    base::RecordWriter writer;
    std::vector<std::string> written;
    auto const write = [&](std::string text) {
        texts.write(writer, text);
        written.push_back(std::move(text));
    };
    write("hint");
    write(std::string(1000, 'l')); // too long to be remembered
    for (int i = 0; i < 10'000; ++i) {
        write("text " + std::to_string(i));
    }
    auto const before = writer.bytes().size();
    write("hint");
    CHECK(writer.bytes().size() - before == 1);
    base::RecordReader reader{writer.bytes()};
    for (auto const& text : written) {
        CHECK(texts.read(reader) == text);
    }
    CHECK(reader.rest().empty());
}

TEST_CASE("values that wait come back in order, from memory and from a file, also after more were added")
{
    for (std::size_t const limit : {std::size_t{1'000'000'000}, std::size_t{1000}, std::size_t{1}}) {
        CAPTURE(limit);
        base::SpilledList<std::string, base::TextCodec> list{limit};
        CHECK(list.empty());
        std::vector<std::string> expected;
        for (auto const length : {0, 1, 100, 1'000'000, 3}) {
            for (int i = 0; i < 3; ++i) {
                expected.emplace_back(static_cast<std::size_t>(length), static_cast<char>('a' + i));
                list.add(expected.back());
            }
            std::vector<std::string> found;
            list.visit([&](std::string const& text) { found.push_back(text); });
            CHECK(found == expected);
        }
        CHECK(list.size() == expected.size());
        auto const moved = std::move(list);
        std::size_t count = 0;
        moved.visit([&](std::string const& text) { CHECK(text == expected[count++]); });
        CHECK(count == expected.size());
    }
}
