#include "pf/migration/schema.hpp"

#include <algorithm>
#include <cstddef>
#include <span>

namespace pf::migration {

namespace {

using Lines = std::span<std::string const>;
using Kind = SchemaDifference::Kind;

/// Beyond this product of their lengths two texts are not compared line by line: all of both is shown.
constexpr std::size_t most_comparisons = 4'000'000;

void take_common_ends(Lines& left, Lines& right)
{
    auto const [begin, unused] = std::ranges::mismatch(left, right);
    auto const common = static_cast<std::size_t>(begin - left.begin());
    left = left.subspan(common);
    right = right.subspan(common);
    while (!left.empty() && !right.empty() && left.back() == right.back()) {
        left = left.first(left.size() - 1);
        right = right.first(right.size() - 1);
    }
}

/// `at(i, j)` is the length of the longest common subsequence of the lines from `i` and from `j` on.
class CommonLengths {
public:
    CommonLengths(Lines left, Lines right) : m_width(right.size() + 1), m_lengths((left.size() + 1) * m_width)
    {
        for (std::size_t i = left.size(); i-- > 0;) {
            for (std::size_t j = right.size(); j-- > 0;) {
                m_lengths[i * m_width + j] =
                    left[i] == right[j] ? at(i + 1, j + 1) + 1 : std::max(at(i + 1, j), at(i, j + 1));
            }
        }
    }

    [[nodiscard]] std::size_t at(std::size_t i, std::size_t j) const { return m_lengths[i * m_width + j]; }

private:
    std::size_t m_width;
    std::vector<std::size_t> m_lengths;
};

std::vector<std::string> all_lines(SchemaObject const& object)
{
    auto lines = object.lines;
    lines.insert(lines.end(), object.privileges.begin(), object.privileges.end());
    return lines;
}

SchemaDifference compared(std::string const& name, SchemaObject const& expected, SchemaObject const& found)
{
    SchemaDifference difference{Kind::changed, name, {}, {}};
    auto const expected_lines = all_lines(expected);
    auto const found_lines = all_lines(found);
    Lines left{expected_lines};
    Lines right{found_lines};
    take_common_ends(left, right);
    std::size_t i = 0;
    std::size_t j = 0;
    if (left.size() * right.size() <= most_comparisons) {
        CommonLengths const lengths{left, right};
        while (i < left.size() && j < right.size()) {
            if (left[i] == right[j]) {
                ++i;
                ++j;
            } else if (lengths.at(i + 1, j) >= lengths.at(i, j + 1)) {
                difference.expected.push_back(left[i++]);
            } else {
                difference.found.push_back(right[j++]);
            }
        }
    }
    difference.expected.insert(difference.expected.end(), left.begin() + static_cast<std::ptrdiff_t>(i), left.end());
    difference.found.insert(difference.found.end(), right.begin() + static_cast<std::ptrdiff_t>(j), right.end());
    return difference;
}

} // namespace

std::vector<SchemaDifference> differences(SchemaDump const& expected, SchemaDump const& found)
{
    std::vector<SchemaDifference> all;
    auto left = expected.begin();
    auto right = found.begin();
    while (left != expected.end() || right != found.end()) {
        if (right == found.end() || (left != expected.end() && left->first < right->first)) {
            all.push_back({Kind::missing, left->first, all_lines(left->second), {}});
            ++left;
        } else if (left == expected.end() || right->first < left->first) {
            all.push_back({Kind::extra, right->first, {}, all_lines(right->second)});
            ++right;
        } else {
            if (left->second != right->second) {
                all.push_back(compared(left->first, left->second, right->second));
            }
            ++left;
            ++right;
        }
    }
    return all;
}

std::vector<std::string> shown(SchemaDifference const& difference)
{
    char const* const mark = difference.kind == Kind::missing ? "- " : difference.kind == Kind::extra ? "+ " : "  ";
    std::vector<std::string> lines{mark + difference.object};
    for (auto const& line : difference.expected) {
        lines.push_back("-   " + line);
    }
    for (auto const& line : difference.found) {
        lines.push_back("+   " + line);
    }
    return lines;
}

} // namespace pf::migration
