#include "pf/prices/json.hpp"

#include "pf/base/text.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <utility>

namespace pf::prices {

namespace {

constexpr std::size_t most_depth = 32;

/// Builds the tree as the parser walks through the text.
class Builder : public nlohmann::json_sax<nlohmann::json> {
public:
    Json root;

    bool null() override { return add(Json::Kind::null, {}); }
    bool boolean(bool value) override { return add(Json::Kind::flag, value ? "true" : "false"); }
    bool number_integer(number_integer_t value) override { return add(Json::Kind::number, std::to_string(value)); }
    bool number_unsigned(number_unsigned_t value) override { return add(Json::Kind::number, std::to_string(value)); }
    bool number_float(number_float_t /*value*/, string_t const& text) override { return add(Json::Kind::number, text); }
    bool string(string_t& value) override { return add(Json::Kind::text, value); }
    bool binary(binary_t& /*value*/) override { return false; }
    bool start_object(std::size_t /*size*/) override { return open(Json::Kind::object); }
    bool end_object() override { return close(); }
    bool start_array(std::size_t /*size*/) override { return open(Json::Kind::list); }
    bool end_array() override { return close(); }
    bool key(string_t& value) override
    {
        m_key = value;
        return true;
    }
    bool parse_error(std::size_t /*at*/, std::string const& /*token*/,
                     nlohmann::json::exception const& /*error*/) override
    {
        return false;
    }

private:
    /// A list that grows moves its members, so the way to the open ones is kept as places, not as addresses: the last
    /// member of each is open.
    Json* place()
    {
        auto* value = &root;
        for (std::size_t level = 1; level < m_depth; ++level) {
            value = &value->members.back();
        }
        return value;
    }

    Json& next()
    {
        if (m_depth == 0) {
            return root;
        }
        auto& value = place()->members.emplace_back();
        value.name = std::exchange(m_key, {});
        return value;
    }

    bool add(Json::Kind kind, std::string text)
    {
        auto& value = next();
        value.kind = kind;
        value.text = std::move(text);
        return true;
    }

    bool open(Json::Kind kind)
    {
        if (m_depth == most_depth) {
            return false;
        }
        next().kind = kind;
        ++m_depth;
        return true;
    }

    bool close()
    {
        --m_depth;
        return true;
    }

    std::string m_key;
    std::size_t m_depth = 0;
};

/// `~1` is a slash, `~0` a tilde.
std::string unescaped(std::string_view step)
{
    std::string text;
    for (std::size_t i = 0; i < step.size(); ++i) {
        bool const is_escape = step[i] == '~' && i + 1 < step.size();
        text += is_escape ? (step[i + 1] == '1' ? '/' : '~') : step[i];
        i += is_escape ? 1 : 0;
    }
    return text;
}

Json const* member(Json const& value, std::string const& name)
{
    if (value.kind == Json::Kind::list) {
        auto const index = base::parse_integer(name);
        bool const is_there = index && *index >= 0 && static_cast<std::size_t>(*index) < value.members.size();
        return is_there ? &value.members[static_cast<std::size_t>(*index)] : nullptr;
    }
    auto const found = std::ranges::find(value.members, name, &Json::name);
    return value.kind == Json::Kind::object && found != value.members.end() ? &*found : nullptr;
}

} // namespace

Result<Json> parse_json(std::string_view text)
{
    Builder builder;
    if (!nlohmann::json::sax_parse(text, &builder)) {
        return Problem{"is not JSON, or was cut off", {}};
    }
    return std::move(builder.root);
}

Json const* find(Json const& value, std::string_view pointer)
{
    auto const* at = &value;
    auto const steps = base::split(pointer, '/');
    for (std::size_t i = 1; i < steps.size() && at != nullptr; ++i) {
        at = member(*at, unescaped(steps[i]));
    }
    return at;
}

} // namespace pf::prices
