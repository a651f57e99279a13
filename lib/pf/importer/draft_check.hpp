#pragma once

#include "pf/importer/entry.hpp"
#include "pf/importer/format.hpp"

#include <string>
#include <string_view>

namespace pf::importer {

/// What must hold of a transaction, whatever its source: signs, what its type needs, amounts that follow from others.
/// Works out `total_amount` where it follows, and empties what does not belong to the type. Problems become faults.
class DraftCheck {
public:
    DraftCheck(Draft& draft, Emission const& emission, Scope const& scope, Findings& findings);

    void run();

    /// The part that does not depend on the type.
    void check_signs();

private:
    void sign_fault(Field field);
    void check_ticker();
    void check_quantity();
    void check_split();
    void check_amounts();
    void work_out_total();
    void move_fee_to_total();
    void check_currency();
    void check_transfer();
    void check_conversion();
    void check_expiry();
    void check_lots();
    void settle_cash_movement();
    void fault(Field field, std::string reason, std::string hint);
    [[nodiscard]] bool has_fault(Field field) const;
    [[nodiscard]] std::string type_text() const;
    [[nodiscard]] bool is_cash_movement() const;
    [[nodiscard]] bool is_pure_cash_type() const;
    [[nodiscard]] bool is_transfer_of_money() const;

    Draft& m_draft;
    model::Transaction& m_transaction;
    Emission const& m_emission;
    Scope const& m_scope;
    Findings& m_findings;
};

/// 1 to 50 characters, all of which can be seen.
[[nodiscard]] bool is_ticker(std::string_view text);

/// A fault of a field: of the first name in its formula.
void add_fault(Findings& findings, Emission const& emission, Field field, Scope const& scope, std::string reason,
               std::string hint);

} // namespace pf::importer
