#include "pf/backup/canonical_json.hpp"

#include "pf/base/error.hpp"

#include <nlohmann/json.hpp>

#include <map>
#include <utility>
#include <vector>

namespace pf::backup {

namespace {

using Json = nlohmann::json;

/// Takes the events of the parser and puts the texts of the parts together; no number is ever converted.
class Canonicaliser final : public nlohmann::json_sax<Json> {
public:
    [[nodiscard]] std::string result() && { return std::move(m_result); }
    [[nodiscard]] std::string const& problem() const { return m_problem; }

    bool null() override { return add("null"); }
    bool boolean(bool value) override { return add(value ? "true" : "false"); }
    bool number_integer(number_integer_t value) override { return add(std::to_string(value)); }
    bool number_unsigned(number_unsigned_t value) override { return add(std::to_string(value)); }
    bool number_float(number_float_t /*value*/, string_t const& written) override { return add(written); }
    bool string(string_t& value) override { return add(Json(value).dump()); }
    bool binary(binary_t& /*value*/) override { return false; }
    bool start_object(std::size_t /*elements*/) override
    {
        m_open.emplace_back().is_object = true;
        return true;
    }
    bool start_array(std::size_t /*elements*/) override
    {
        m_open.emplace_back();
        return true;
    }
    bool key(string_t& value) override
    {
        m_open.back().key = value;
        return true;
    }
    bool end_object() override
    {
        std::string text;
        for (auto const& [key, value] : m_open.back().members) {
            text += (text.empty() ? "" : ",") + Json(key).dump() + ":" + value;
        }
        m_open.pop_back();
        return add("{" + text + "}");
    }
    bool end_array() override
    {
        auto text = std::move(m_open.back().elements);
        m_open.pop_back();
        return add("[" + text + "]");
    }
    bool parse_error(std::size_t /*position*/, std::string const& /*last*/, Json::exception const& error) override
    {
        m_problem = error.what();
        return false;
    }

private:
    struct Open {
        bool is_object = false;
        std::string key;
        std::map<std::string, std::string> members;
        std::string elements;
    };

    bool add(std::string text)
    {
        if (m_open.empty()) {
            m_result = std::move(text);
        } else if (m_open.back().is_object) {
            m_open.back().members[m_open.back().key] = std::move(text); // of equal keys the last, as jsonb does
        } else {
            m_open.back().elements += (m_open.back().elements.empty() ? "" : ",") + text;
        }
        return true;
    }

    std::vector<Open> m_open;
    std::string m_result;
    std::string m_problem;
};

} // namespace

std::string canonical_json(std::string_view json)
{
    Canonicaliser canonicaliser;
    if (!Json::sax_parse(json, &canonicaliser)) {
        throw Error{ExitCode::bad_data, "a stored document is not JSON: " + canonicaliser.problem()};
    }
    return std::move(canonicaliser).result();
}

} // namespace pf::backup
