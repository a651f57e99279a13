#include "pf/http/contract.hpp"

#include "pf/base/text.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace pf::http {

namespace {

using Json = nlohmann::ordered_json;

Json nullable(char const* type)
{
    return {{"type", {type, "null"}}};
}

char const* type_of(Json const& value)
{
    return value.is_boolean() ? "boolean" : value.is_number_integer() ? "integer" : "string";
}

/// What one value leaves open, another may tell.
void add_value(Json& properties, std::string const& key, Json const& value)
{
    if (!properties.contains(key)) {
        properties[key] = {{"type", Json::array()}};
    }
    auto& types = properties[key]["type"];
    if (!value.is_null() && std::ranges::find(types, type_of(value)) == types.end()) {
        types.push_back(type_of(value));
    }
}

void end_values(Json& properties)
{
    for (auto& [key, property] : properties.items()) {
        auto& types = property["type"];
        if (types.empty()) {
            types.push_back("string");
        }
        types.push_back("null");
    }
}

Json row_schema(Json const& rows, std::string const& csv_header)
{
    Json properties = Json::object();
    for (auto const& row : rows) {
        for (auto const& [key, value] : row.items()) {
            add_value(properties, key, value);
        }
    }
    if (rows.empty() && !csv_header.empty()) {
        for (auto const column : base::split(csv_header, ',')) {
            add_value(properties, std::string{column}, nullptr);
        }
    }
    end_values(properties);
    Json required = Json::array();
    for (auto const& [key, property] : properties.items()) {
        if (std::ranges::all_of(rows, [&, &name = key](Json const& row) { return row.contains(name); })) {
            required.push_back(key);
        }
    }
    return {{"type", "object"}, {"properties", properties}, {"required", required}};
}

/// A sum leaves out what there is nothing of, and other books have sums of other kinds: each has the name of its kind,
/// and may have any column of the rows that it sums.
void open_to_others(Json& totals, Json const& rows)
{
    totals["items"]["required"] = Json::array({"total"});
    for (auto const& [key, property] : rows["items"]["properties"].items()) {
        if (!totals["items"]["properties"].contains(key)) {
            totals["items"]["properties"][key] = property;
        }
    }
}

/// All rows of some documents together, and of each fact what the first says that knows it.
Json merged(std::vector<std::string> const& examples)
{
    Json whole = Json::object();
    for (auto const& example : examples) {
        auto const document = Json::parse(example);
        for (auto const& [key, value] : document.items()) {
            if (whole.contains(key) && value.is_array()) {
                whole[key].insert(whole[key].end(), value.begin(), value.end());
            } else if (!whole.contains(key) || whole[key].is_null()) {
                whole[key] = value;
            }
        }
    }
    return whole;
}

Json document_schema(ContractRoute const& route)
{
    Json properties = Json::object();
    Json required = Json::array();
    auto header = route.csv_header;
    auto const example = merged(route.examples);
    for (auto const& [key, value] : example.items()) {
        if (value.is_array()) {
            properties[key] = {{"type", "array"}, {"items", row_schema(value, header)}};
            header.clear(); // is of the first rows alone
            if (auto const rows = key.substr(0, key.rfind("_totals")); rows != key && properties.contains(rows)) {
                open_to_others(properties[key], properties[rows]);
            }
        } else if (key == "schema") {
            properties[key] = {{"const", value}};
        } else {
            properties[key] = nullable(type_of(value));
        }
        if (!key.ends_with("_totals")) {
            required.push_back(key);
        }
    }
    return {{"type", "object"}, {"properties", properties}, {"required", required}};
}

Json schema_of(ContractParameter const& parameter)
{
    Json schema{{"type", parameter.type}};
    if (!parameter.format.empty()) {
        schema["format"] = parameter.format;
    }
    if (!parameter.words.empty()) {
        schema["enum"] = parameter.words;
    }
    if (parameter.least) {
        schema["minimum"] = *parameter.least;
    }
    if (parameter.most) {
        schema["maximum"] = *parameter.most;
    }
    return parameter.repeats ? Json{{"type", "array"}, {"items", schema}} : schema;
}

Json to_json(ContractParameter const& parameter)
{
    Json json{{"name", parameter.name},
              {"in", parameter.in_path ? "path" : "query"},
              {"description", parameter.help},
              {"required", parameter.required || parameter.in_path},
              {"schema", schema_of(parameter)}};
    if (parameter.repeats) {
        json["explode"] = true;
    }
    return json;
}

Json reference(char const* kind, char const* name)
{
    return {{"$ref", std::string{"#/components/"} + kind + "/" + name}};
}

Json answer_of(ContractRoute const& route, std::string const& schema)
{
    Json content{{"application/json", {{"schema", reference("schemas", schema.c_str())}}}};
    if (!route.csv_header.empty()) {
        content["text/csv"] = {{"schema", {{"type", "string"}}}};
    }
    return {{"description", route.help}, {"headers", {{"ETag", reference("headers", "ETag")}}}, {"content", content}};
}

/// `/api/v1/imports/{id}` is `imports_id`.
std::string id_of(std::string const& path)
{
    std::string id = path.substr(path.find("v1/") == std::string::npos ? 1 : path.find("v1/") + 3);
    std::erase_if(id, [](char c) { return c == '{' || c == '}'; });
    std::ranges::replace(id, '/', '_');
    return id;
}

Json operation_of(ContractRoute const& route)
{
    Json operation{{"operationId", id_of(route.path)}, {"summary", route.help}};
    if (!route.command.empty()) {
        operation["description"] = "The document of `" + route.command + " --output json`.";
    }
    operation["parameters"] = Json::array();
    for (auto const& parameter : route.parameters) {
        operation["parameters"].push_back(to_json(parameter));
    }
    operation["responses"] = {{"200", answer_of(route, id_of(route.path))},
                              {"304", {{"description", "What If-None-Match names is still the answer"}}},
                              {"default", reference("responses", "Problem")}};
    return operation;
}

Json problem_schema()
{
    Json const text{{"type", "string"}};
    return {{"type", "object"},
            {"required", {"type", "title", "status", "run_id"}},
            {"properties",
             {{"type", text},
              {"title", text},
              {"status", {{"type", "integer"}}},
              {"detail", text},
              {"hint", text},
              {"errors",
               {{"type", "array"},
                {"items",
                 {{"type", "object"},
                  {"required", {"parameter", "detail"}},
                  {"properties", {{"parameter", text}, {"detail", text}, {"hint", text}}}}}}},
              {"run_id", text}}}};
}

Json components()
{
    return {{"securitySchemes", {{"token", {{"type", "http"}, {"scheme", "bearer"}}}}},
            {"headers", {{"ETag", {{"schema", {{"type", "string"}}}}}}},
            {"responses",
             {{"Problem",
               {{"description", "Why there is no answer (RFC 9457)"},
                {"content", {{"application/problem+json", {{"schema", reference("schemas", "Problem")}}}}}}}}},
            {"schemas", {{"Problem", problem_schema()}}}};
}

} // namespace

std::string openapi_text(std::vector<ContractRoute> const& routes, std::string const& version)
{
    Json document{{"openapi", "3.1.0"},
                  {"info",
                   {{"title", "pf"},
                    {"version", version},
                    {"description", "A portfolio, read only. Quantities, prices, amounts and rates are decimals in "
                                    "strings; null is unknown, or nothing there."}}},
                  {"security", {Json::object(), {{"token", Json::array()}}}},
                  {"paths", Json::object()},
                  {"components", components()}};
    for (auto const& route : routes) {
        document["paths"][route.path] = {{"get", operation_of(route)}};
        document["components"]["schemas"][id_of(route.path)] = document_schema(route);
    }
    return document.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

} // namespace pf::http
