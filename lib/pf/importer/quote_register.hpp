#pragma once

#include "pf/importer/entry.hpp"
#include "pf/importer/fingerprint.hpp"
#include "pf/importer/repeated_keys.hpp"

#include <cstdint>
#include <string>
#include <unordered_map>

namespace pf::importer {

/// Finds the prices and rates of one file that contradict each other: a day has one close, and one rate of a pair.
class QuoteRegister {
public:
    /// What the file's header calls the figures; for messages.
    struct Columns {
        std::string close;
        std::string rate;
    };

    QuoteRegister(std::string file, Columns columns);

    /// Another figure of the same day than a row before becomes an issue of the entry; the first one stays.
    void check(Entry& entry);

    /// From now on: no issues.
    void survey(RepeatedKeys& keys) { m_surveyed = &keys; }

    /// Figures that these do not contain need not be remembered.
    void expect(RepeatedKeys const& keys) { m_repeated = &keys; }

private:
    struct Quote {
        Decimal figure;
        Currency currency; ///< none: the row tells none, and contradicts none
        std::int64_t line = 0;
    };

    [[nodiscard]] Quote before(std::uint64_t key, Quote const& now);
    void check(model::Price const& price, Entry& entry);
    void check(model::FxRate const& rate, Entry& entry);

    std::string m_file;
    Columns m_columns;
    Fingerprinter m_fingerprinter;
    std::unordered_map<std::uint64_t, Quote> m_quotes;
    RepeatedKeys* m_surveyed = nullptr;
    RepeatedKeys const* m_repeated = nullptr;
};

} // namespace pf::importer
