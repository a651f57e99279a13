// Any bytes as JSON, and as an answer of a source: values of the document, or a problem; never an exception.
#include "pf/base/text.hpp"
#include "pf/prices/json.hpp"
#include "pf/prices/reading.hpp"

#include "expect.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace {

using namespace pf::prices;
using pf::fuzz::expect;

/// \return  how deep it is
std::size_t check(Json const& value)
{
    expect(value.is_scalar() == (value.kind != Json::Kind::list && value.kind != Json::Kind::object), "a kind is one");
    expect(!value.is_scalar() || value.members.empty(), "what has members is no scalar");
    expect(!pf::base::find_invalid_utf8(value.text) && !pf::base::find_invalid_utf8(value.name), "texts are UTF-8");
    std::size_t deepest = 0;
    for (std::size_t i = 0; i < value.members.size(); ++i) {
        deepest = std::max(deepest, check(value.members[i]));
        if (value.kind == Json::Kind::list) {
            expect(find(value, "/" + std::to_string(i)) == &value.members[i], "an element is found by its place");
        }
    }
    return deepest + (value.is_scalar() ? 0 : 1);
}

Source const& rows()
{
    static Source const source = parse_source(
        "name = \"a\"\ntitle = \"a\"\ngives = \"prices\"\nurl = \"https://a/{symbol}\"\ndecimals = 8\n"
        "[json]\nrows = \"\"\ndate = [\"/d\", \"/0\", \"@key\"]\nclose = [\"/c\", \"/1\"]\ncurrency = \"/u\"\n",
        "a.toml");
    return source;
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size)
{
    std::string_view const text{reinterpret_cast<char const*>(data), size};
    auto const json = parse_json(text);
    expect(!json || check(*json) <= 32, "the depth is bounded");
    static pf::importer::Catalog const formats{"", ""};
    Question question;
    question.source = &rows();
    auto const reading = read_answer(question, text, formats);
    if (!reading) {
        expect(!reading.problem().message.empty(), "a problem has a message");
        expect(!pf::base::find_invalid_utf8(reading.problem().message), "a message is UTF-8");
        return 0;
    }
    for (auto const& row : reading->rows) {
        expect(row.value.abs() <= pf::Decimal::max(), "a value is in range");
        expect(row.value == row.value.rounded(8, pf::Rounding::half_even) || !row.currency.is_none(),
               "a value has no more decimals than the source");
    }
    return 0;
}
