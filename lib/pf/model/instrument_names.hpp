#pragma once

#include "pf/model/instrument.hpp"

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace pf::model {

/// Why the symbol and the ISIN of one row cannot be names of one instrument.
struct NameConflict {
    std::string symbol;
    std::string isin;
    std::string of_symbol;  ///< the ticker that the symbol stands for
    std::string of_isin;    ///< the other one that the ISIN stands for; empty: none yet
    std::string other_isin; ///< what `of_symbol` has instead; empty where `of_isin` is not

    friend bool operator==(NameConflict const&, NameConflict const&) = default;
};

/// Which ticker the words of sources stand for. A word that nobody has explained is its own ticker.
class InstrumentNames {
public:
    InstrumentNames() = default;

    /// \param known    what is known of instruments
    /// \param tickers  those that transactions refer to
    InstrumentNames(std::vector<InstrumentName> const& names, std::vector<InstrumentDetails> const& known,
                    std::set<std::string> tickers);

    /// \param also  what else the row calls it; an ISIN that somebody has assigned goes before the word; empty: nothing
    [[nodiscard]] std::string const& ticker_of(std::string const& word, std::string const& also = {}) const;

    /// Is it a name, or a ticker with transactions or details?
    [[nodiscard]] bool knows(std::string const& word) const;

    /// A row says both of one instrument, a symbol and an ISIN in either order. Teaches which ticker both stand for;
    /// nothing, when they are no such two.
    /// \return  why that cannot be
    std::optional<NameConflict> learn(std::string const& word, std::string const& also, std::int64_t import_id);

    /// Those that were learned, in the order of the rows.
    [[nodiscard]] std::vector<InstrumentName> const& learned() const { return m_learned; }

    /// The ISINs that were learned, by ticker.
    [[nodiscard]] std::map<std::string, std::string> const& learned_isins() const { return m_learned_isins; }

private:
    [[nodiscard]] std::string isin_of(std::string const& ticker) const;
    [[nodiscard]] bool is_assigned(std::string const& isin) const { return m_assigned.contains(isin); }
    void teach(std::string const& name, std::string const& ticker, std::int64_t import_id);
    void teach_isin(std::string const& ticker, std::string const& isin);

    std::map<std::string, std::string> m_tickers; ///< by name
    std::set<std::string> m_known;                ///< tickers
    std::map<std::string, std::string> m_isins;   ///< by ticker
    std::set<std::string> m_assigned;             ///< ISINs, by somebody
    std::vector<InstrumentName> m_learned;
    std::map<std::string, std::string> m_learned_isins;
};

} // namespace pf::model
