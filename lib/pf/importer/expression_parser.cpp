#include "pf/base/text.hpp"
#include "pf/importer/expression.hpp"

#include <algorithm>
#include <array>
#include <stdexcept>
#include <utility>

namespace pf::importer {

namespace {

bool is_name_begin(char character)
{
    return (character >= 'a' && character <= 'z') || character == '_';
}

bool is_name_character(char character)
{
    return is_name_begin(character) || (character >= '0' && character <= '9') || character == '.';
}

} // namespace

/// Recursive descent over
///     formula: sum ['??' formula]    sum: product {('+' | '-') product}    product: factor {('*' | '/') factor}
///     factor:  '-' factor | '(' formula ')' | number | 'literal' | name | function '(' formula {, formula} ')'
class ExpressionParser {
public:
    using Node = Expression::Node;
    using Op = Expression::Op;

    ExpressionParser(std::string_view text, Expression::Resolve const& resolve, Expression::Formulas const& formulas)
        : m_text(text), m_resolve(resolve), m_formulas(formulas)
    {
    }

    std::vector<Node> parse()
    {
        static_cast<void>(formula());
        skip_blanks();
        if (m_at != m_text.size()) {
            fail(base::quoted(m_text.substr(m_at)) + " is not expected");
        }
        return std::move(m_nodes);
    }

private:
    static constexpr int deepest = 50;
    static constexpr std::size_t longest = 10'000; // parts; formulas that use others twice grow twofold each time

    [[noreturn]] void fail(std::string const& what) const
    {
        throw std::invalid_argument("formula " + base::quoted(m_text) + ": " + what);
    }

    void skip_blanks()
    {
        while (m_at < m_text.size() && m_text[m_at] == ' ') {
            ++m_at;
        }
    }

    bool take(std::string_view token)
    {
        skip_blanks();
        if (!m_text.substr(m_at).starts_with(token)) {
            return false;
        }
        m_at += token.size();
        return true;
    }

    void expect(std::string_view token)
    {
        if (!take(token)) {
            fail("a `" + std::string(token) + "` is missing");
        }
    }

    std::size_t add(Node node)
    {
        if (m_nodes.size() == longest) {
            fail("it is too long");
        }
        m_nodes.push_back(std::move(node));
        return m_nodes.size() - 1;
    }

    std::size_t combine(Op op, std::size_t left, std::size_t right)
    {
        Node node;
        node.op = op;
        node.left = left;
        node.right = right;
        return add(std::move(node));
    }

    std::size_t formula()
    {
        if (++m_depth > deepest) {
            fail("it is nested too deeply");
        }
        std::size_t left = sum();
        if (take("??")) {
            std::size_t const right = formula();
            left = combine(Op::otherwise, left, right);
        }
        --m_depth;
        return left;
    }

    std::size_t sum()
    {
        std::size_t left = product();
        for (;;) {
            if (take("+")) {
                left = combine(Op::add, left, product());
            } else if (take("-")) {
                left = combine(Op::subtract, left, product());
            } else {
                return left;
            }
        }
    }

    std::size_t product()
    {
        std::size_t left = factor();
        for (;;) {
            if (take("*")) {
                left = combine(Op::multiply, left, factor());
            } else if (take("/")) {
                left = combine(Op::divide, left, factor());
            } else {
                return left;
            }
        }
    }

    std::size_t factor()
    {
        if (++m_depth > deepest) {
            fail("it is nested too deeply");
        }
        std::size_t const result = factor_itself();
        --m_depth;
        return result;
    }

    std::size_t factor_itself()
    {
        if (take("-")) {
            std::size_t const operand = factor();
            return combine(Op::negate, operand, operand);
        }
        if (take("(")) {
            std::size_t const inner = formula();
            expect(")");
            return inner;
        }
        skip_blanks();
        if (m_at == m_text.size()) {
            fail("it ends too early");
        }
        if (m_text[m_at] == '\'') {
            Node node;
            node.op = Op::literal;
            node.literal = literal();
            return add(std::move(node));
        }
        if (m_text[m_at] >= '0' && m_text[m_at] <= '9') {
            return number();
        }
        return name_or_function();
    }

    std::string literal()
    {
        expect("'");
        std::size_t const closing = m_text.find('\'', m_at);
        if (closing == std::string_view::npos) {
            fail("a `'` is never closed");
        }
        std::string text(m_text.substr(m_at, closing - m_at));
        m_at = closing + 1;
        return text;
    }

    std::size_t number()
    {
        std::size_t const begin = m_at;
        m_at = std::min(m_text.find_first_not_of("0123456789.", m_at), m_text.size());
        auto const parsed = money::parse_decimal(m_text.substr(begin, m_at - begin));
        if (!parsed) {
            fail(base::quoted(m_text.substr(begin, m_at - begin)) + " " + parsed.problem().message);
        }
        Node node;
        node.op = Op::number;
        node.number = parsed->value;
        return add(std::move(node));
    }

    std::size_t name_or_function()
    {
        std::size_t const begin = m_at;
        while (m_at < m_text.size() && is_name_character(m_text[m_at])) {
            ++m_at;
        }
        std::string_view const name = m_text.substr(begin, m_at - begin);
        if (name.empty() || !is_name_begin(name.front())) {
            fail(base::quoted(m_text.substr(begin)) +
                 " is not expected; names are lower case, text stands in single quotes");
        }
        if (take("(")) {
            return function(name);
        }
        auto const named = m_formulas.find(name);
        if (named != m_formulas.end()) {
            return named_formula(named->second);
        }
        auto const slot = m_resolve(name);
        if (!slot) {
            fail(base::quoted(name) + " is not a name of this format");
        }
        Node node;
        node.slot = *slot;
        return add(std::move(node));
    }

    /// One that stands under a name of its own, in this one's place; one that uses itself is nested too deeply.
    std::size_t named_formula(std::string_view text)
    {
        auto const outer = std::exchange(m_text, text);
        auto const at = std::exchange(m_at, 0);
        std::size_t const result = formula();
        skip_blanks();
        if (m_at != m_text.size()) {
            fail(base::quoted(m_text.substr(m_at)) + " is not expected");
        }
        m_text = outer;
        m_at = at;
        return result;
    }

    std::size_t function(std::string_view name)
    {
        constexpr std::array functions{std::pair{std::string_view("abs"), Op::abs},
                                       std::pair{std::string_view("cents"), Op::cents},
                                       std::pair{std::string_view("before"), Op::before},
                                       std::pair{std::string_view("before_last"), Op::before_last},
                                       std::pair{std::string_view("after"), Op::after},
                                       std::pair{std::string_view("after_last"), Op::after_last},
                                       std::pair{std::string_view("upper"), Op::upper},
                                       std::pair{std::string_view("text"), Op::text},
                                       std::pair{std::string_view("each"), Op::each},
                                       std::pair{std::string_view("nonzero"), Op::nonzero},
                                       std::pair{std::string_view("given"), Op::given},
                                       std::pair{std::string_view("when_same"), Op::when_same},
                                       std::pair{std::string_view("scale"), Op::scale},
                                       std::pair{std::string_view("currency_of"), Op::currency_of}};
        for (auto const& [known, op] : functions) {
            if (known == name) {
                return call(op);
            }
        }
        fail(base::quoted(name) +
             " is not a function; there are abs, cents, nonzero, before, before_last, after, after_last, "
             "given, when_same, scale, upper, "
             "currency_of, each and text");
    }

    std::size_t call(Op op)
    {
        Node node;
        node.op = op;
        node.left = formula();
        if (op == Op::before || op == Op::before_last || op == Op::after || op == Op::after_last || op == Op::given) {
            expect(",");
            skip_blanks();
            node.literal = literal();
        } else if (op == Op::scale) {
            expect(",");
            node.right = formula();
        } else if (op == Op::when_same) {
            expect(",");
            node.right = formula();
            expect(",");
            node.third = formula();
        }
        expect(")");
        return add(std::move(node));
    }

    std::string_view m_text;
    Expression::Resolve const& m_resolve;
    Expression::Formulas const& m_formulas;
    std::vector<Node> m_nodes;
    std::size_t m_at = 0;
    int m_depth = 0;
};

Expression::Expression(std::string_view text, Resolve const& resolve, Formulas const& formulas)
    : m_source(text), m_nodes(ExpressionParser(text, resolve, formulas).parse())
{
}

} // namespace pf::importer
