#pragma once

#include "pf/importer/draft_check.hpp"
#include "pf/importer/entry.hpp"
#include "pf/importer/fingerprint.hpp"
#include "pf/importer/format.hpp"
#include "pf/importer/money_unit.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace pf::importer {

/// What the fingerprint of a draft needs to know besides the draft.
struct DraftOrigin {
    std::size_t leg = 0; ///< which of its row's transactions it is
    Borrowed borrowed;
};

/// Turns emissions into drafts, prices and rates.
class DraftBuilder {
public:
    explicit DraftBuilder(Format const& format) : m_format(format) {}

    /// \param leg      number of the emission among those of its event
    /// \param origins  receives one for each draft
    void build(Emission const& emission, std::size_t leg, Scope const& scope, std::int64_t line, Entry& entry,
               std::vector<DraftOrigin>& origins, Findings& findings);

private:
    void build_transaction(Emission const& emission, std::size_t leg, Scope const& scope, std::int64_t line,
                           Entry& entry, std::vector<DraftOrigin>& origins, Findings& findings);
    void build_price(Emission const& emission, Scope const& scope, Entry& entry, Findings& findings);
    void build_balance(Emission const& emission, Scope const& scope, std::int64_t line, Entry& entry,
                       Findings& findings);
    static void check_balance(model::Balance const& balance, Emission const& emission, Scope const& scope,
                              Findings& findings);
    void build_fx_rate(Emission const& emission, Scope const& scope, Entry& entry, Findings& findings);
    [[nodiscard]] bool set_type(model::Transaction& transaction, Emission const& emission, Scope const& scope,
                                Findings& findings);
    void set_numbers(Draft& draft, Emission const& emission, Scope const& scope, Findings& findings) const;
    void set_texts(Draft& draft, Emission const& emission, Scope const& scope, Findings& findings);
    void set_other_name(Draft& draft, Emission const& emission, Scope const& scope, Findings& findings);
    void set_asset_type(model::Transaction& transaction, Emission const& emission, Scope const& scope,
                        Findings& findings);
    void set_lots(model::Transaction& transaction, Emission const& emission, Scope const& scope, Findings& findings);
    void set_split(model::Transaction& transaction, Emission const& emission, Scope const& scope, Findings& findings);
    void settle_fee_currency(Draft& draft, Emission const& emission, Scope const& scope, Entry& entry,
                             std::vector<DraftOrigin>& origins, Findings& findings);
    static void exchange_fee(Draft& draft, Currency paid_in, Entry& entry, std::vector<DraftOrigin>& origins);
    [[nodiscard]] std::optional<base::ParsedTimestamp> date(Emission const& emission, Scope const& scope,
                                                            Findings& findings);
    [[nodiscard]] MoneyUnit unit(Emission const& emission, Field field, Scope const& scope, Findings& findings);
    [[nodiscard]] Currency currency(Emission const& emission, Field field, Scope const& scope, Findings& findings);
    static void turn_sign(Draft& draft, Emission const& emission);
    [[nodiscard]] std::string_view view(Emission const& emission, Field field, Scope const& scope);

    Format const& m_format;
    std::string m_buffer;
};

} // namespace pf::importer
