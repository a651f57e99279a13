#include "pf/model/instrument_tags.hpp"

#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <cstdint>

namespace pf::model {
namespace {

using money::operator""_dec;

Tags tags_of(std::string_view words)
{
    Tags tags;
    CHECK_FALSE(set_tags(tags, words));
    return tags;
}

std::string problem_of(std::string_view words)
{
    Tags tags{{"core", {{"core", Decimal{1}}}}};
    auto const before = tags;
    auto const problem = set_tags(tags, words);
    CHECK(tags == before);
    return problem ? problem->message : "";
}

} // namespace

TEST_CASE("a tag is a word, has a value, or values by weight")
{
    CHECK(tags_of("core") == Tags{{"core", {{"core", Decimal{1}}}}});
    CHECK(tags_of("region=world") == Tags{{"region", {{"world", Decimal{1}}}}});
    CHECK(tags_of(" region = us : 0.6 , eu:0.4; core ") ==
          Tags{{"core", {{"core", Decimal{1}}}}, {"region", {{"us", "0.6"_dec}, {"eu", "0.4"_dec}}}});
    CHECK(tags_of("region=us:0.6") == Tags{{"region", {{"us", "0.6"_dec}}}});
    CHECK(tags_of("area=south east") == Tags{{"area", {{"south east", Decimal{1}}}}});
}

TEST_CASE("what is said of a tag takes the place of what was, and of other tags nothing is said")
{
    auto tags = tags_of("region=us:0.6,eu:0.4; core");
    CHECK_FALSE(set_tags(tags, "region=world"));
    CHECK(to_text(tags) == "core; region=world");
    CHECK_FALSE(set_tags(tags, "core="));
    CHECK(to_text(tags) == "region=world");
    CHECK_FALSE(set_tags(tags, "region = ;sector=tech:0.25"));
    CHECK(to_text(tags) == "sector=tech:0.25");
}

TEST_CASE("what is no tag is refused and changes nothing")
{
    CHECK(problem_of("") == "has \"\" where a name is expected");
    CHECK(problem_of("=us") == "has \"\" where a name is expected");
    CHECK(problem_of("region=us:0.6,") == "has \"\" where a name is expected");
    CHECK(problem_of("region=a=b") == "has \"a=b\" where a name is expected");
    CHECK(problem_of("region=(untagged)") == "has \"(untagged)\" where a name is expected");
    CHECK(problem_of(std::string(51, 'a')) == "has \"" + std::string(51, 'a') + "\" where a name is expected");
    CHECK(problem_of("currency=EUR") == "names a tag \"currency\"");
    CHECK(problem_of("region=us:0") == "has the weight \"0\"");
    CHECK(problem_of("region=us:-0.5") == "has the weight \"-0.5\"");
    CHECK(problem_of("region=us:1.1") == "has the weight \"1.1\"");
    CHECK(problem_of("region=us:0,6") == "has the weight \"0\"");
    CHECK(problem_of("region=us:") == "has the weight \"\"");
    CHECK(problem_of("region=us:0.1:0.2") == "has the weight \"0.1:0.2\"");
    CHECK(problem_of("region=us:0.1234567890123456789") == "has the weight \"0.1234567890123456789\"");
    CHECK(problem_of("region=us:0.6,eu:0.5") == "has weights that add up to 1.1");
    CHECK(problem_of("region=us,eu") == "has weights that add up to 2");
    CHECK(problem_of("region=us:0.6,us:0.2") == "has \"us\" twice");
    CHECK(problem_of("region=us;region=eu") == "names the tag \"region\" twice");
}

TEST_CASE("what is written of tags is read as the same tags")
{
    CHECK(rc::check([](std::uint32_t first, std::uint32_t second, bool is_word) {
        Tags tags{{"region",
                   {{"us", Decimal::from_units(std::int64_t{first} + 1)},
                    {"rest of the world", Decimal::from_units(std::int64_t{second} + 1)}}}};
        if (is_word) {
            tags["core"] = {{"core", Decimal{1}}};
        }
        Tags read;
        RC_ASSERT(!set_tags(read, to_text(tags)));
        RC_ASSERT(read == tags);
    }));
}

} // namespace pf::model
