// Prints what our scanner finds in scripts, for tests/psql/differential: one JSON object a line in, one a line out.
//
//   in   {"text": "…", "reports": [true, …]}
//   out  {"statements": [{"sql": "…", "rows": "…", "copies": …}, …], "refusal": "…"}
//
// The reports are standard_conforming_strings as the server gave it after each statement. Without them the scanner
// follows the setting by itself.
#include "pf/migration/statements.hpp"

#include "pf/base/error.hpp"

#include <nlohmann/json.hpp>

#include <iostream>
#include <string>

namespace {

using nlohmann::json;
using pf::migration::Range;

json statements_of(json const& request)
{
    auto const content = request.at("text").get<std::string>();
    pf::migration::Script const script{"script", std::string{pf::migration::without_bom(content)}};
    auto const text = [&](Range range) { return script.text.substr(range.begin, range.end - range.begin); };
    json found = json::array();
    std::string refusal;
    try {
        pf::migration::check_bytes(script);
        pf::migration::Scanner scanner{script};
        while (auto const statement = scanner.next_statement()) {
            auto const reports = request.find("reports");
            if (reports != request.end() && found.size() < reports->size()) {
                scanner.set_standard_strings(reports->at(found.size()).get<bool>());
            }
            found.push_back({{"sql", text(statement->sql)},
                             {"rows", text(statement->copy_data)},
                             {"copies", statement->copy_data.end != 0}});
        }
    } catch (pf::Error const& error) {
        refusal = error.what();
    }
    return {{"statements", found}, {"refusal", refusal}};
}

} // namespace

int main()
{
    for (std::string line; std::getline(std::cin, line);) {
        std::cout << statements_of(json::parse(line)).dump() << std::endl;
    }
}
