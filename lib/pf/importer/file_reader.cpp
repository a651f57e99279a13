#include "pf/base/error.hpp"
#include "pf/base/text.hpp"
#include "pf/importer/companions.hpp"
#include "pf/importer/draft_builder.hpp"
#include "pf/importer/identifier.hpp"
#include "pf/importer/importer.hpp"
#include "pf/importer/quote_register.hpp"
#include "pf/importer/row_accounts.hpp"
#include "pf/importer/row_check.hpp"
#include "pf/importer/row_group.hpp"
#include "pf/importer/row_issues.hpp"
#include "pf/importer/row_matcher.hpp"
#include "pf/importer/row_source.hpp"
#include "pf/importer/row_tracer.hpp"

#include <algorithm>
#include <deque>
#include <optional>
#include <set>
#include <utility>

namespace pf::importer {

namespace {

/// The column that the format takes this from; empty when it takes it from none.
std::string column_of(Format const& format, Binding const& binding, Field field)
{
    for (Rule const& rule : format.rules) {
        for (Emission const& emission : rule.emissions) {
            auto const slot = emission.field(field).first_slot();
            if (slot && slot->kind == Slot::Kind::column) {
                return binding.names[slot->index];
            }
        }
    }
    return {};
}

bool gives_once(PreparedRow const& row)
{
    return std::any_of(row.rule->gifts.begin(), row.rule->gifts.end(), [](Gift const& gift) { return gift.is_once; });
}

} // namespace

struct FileReader::Impl {
    Impl(csv::Source source, Format const& with, Companions const& others, std::string account);

    bool next(Entry& entry);
    void use(Settled::Impl const& settled)
    {
        m_matcher.use(settled);
        accounts.expect_several(settled.has_several_accounts);
    }
    void trace(TraceSink sink) { tracer.emplace(format, m_matcher, std::move(sink)); }
    [[nodiscard]] std::set<std::string> const& unread() const { return m_unread; }

    Format const& format;
    std::string default_account;
    RowSource rows;
    bool keep_raw = false;
    bool keep_rejected = false;
    std::optional<RowTracer> tracer;
    Identifier identifier;
    QuoteRegister quotes;
    RowAccounts accounts;

private:
    bool next_single(Entry& entry);
    bool next_of_group(Entry& entry);
    void finish_row(PreparedRow& row, Entry& entry);
    void finish_group(Entry& entry);
    void apply_rules(std::span<std::unique_ptr<GroupRow> const> group, Entry& entry);
    template <typename Step>
    void within_range(PreparedRow const& row, Entry& entry, Step const& step);
    void apply_rule(PreparedRow& row, Entry& entry, GroupValues* group);
    void keep_taken_back(PreparedRow& row);
    bool next_taken_back(Entry& entry);
    void book(PreparedRow& row, Entry& entry, GroupValues* group);
    void check(PreparedRow& row, Entry& entry, std::span<SharedValue const> group);
    void decide(PreparedRow const& row, Emission const& emission, Entry& entry) const;
    [[nodiscard]] bool emit(PreparedRow& row, Emission const& emission, Entry& entry, GroupValues* group);
    void read_balances(PreparedRow& row, Entry& entry);
    void name_account(PreparedRow const& row, Entry& entry, std::size_t drafts, std::size_t statements);
    void guess(PreparedRow const& row, Entry& entry);
    void close(Entry& entry);

    std::set<std::string> m_unread;
    std::deque<std::pair<Entry, std::vector<DraftOrigin>>> m_taken_back;
    RowMatcher m_matcher;
    RowIssues m_issues;
    RowGroups m_groups;
    DraftBuilder m_builder;
    Findings m_findings;
    std::vector<DraftOrigin> m_origins;
    std::size_t m_legs = 0; ///< emissions of the entry so far
    PreparedRow m_row;
    GroupValues m_group_values;
    std::size_t m_group_done = 0; ///< rows of the group that were handed out one by one
    bool m_in_group = false;
    TakenCompanions m_companions;
    std::span<SharedValue const> m_companion; ///< of the row
};

FileReader::Impl::Impl(csv::Source source, Format const& with, Companions const& others, std::string account)
    : format(with),
      default_account(std::move(account)),
      rows(std::move(source), with),
      identifier(with, rows.name(), column_of(with, rows.binding(), Field::external_id), default_account),
      quotes(rows.name(),
             {column_of(with, rows.binding(), Field::close), column_of(with, rows.binding(), Field::rate)}),
      accounts(with),
      m_matcher(with, rows.binding(), rows.header()),
      m_issues(with, m_matcher, rows.name()),
      m_groups(with, rows, m_matcher),
      m_builder(with),
      m_companions(others, with)
{
}

bool FileReader::Impl::next(Entry& entry)
{
    entry.clear();
    m_origins.clear();
    m_findings.clear();
    m_legs = 0;
    return !format.groupings.empty() || format.continuation ? next_of_group(entry) : next_single(entry);
}

bool FileReader::Impl::next_single(Entry& entry)
{
    csv::Row row;
    while (rows.next(row)) {
        m_matcher.prepare(row.fields, row.raw, row.line, m_row);
        if (m_row.is_taken_back && m_row.rule != nullptr) {
            keep_taken_back(m_row);
            continue;
        }
        finish_row(m_row, entry);
        return true;
    }
    return next_taken_back(entry);
}

/// Those that stay are numbered first, so that what is taken back is known for one too many where it was booked before.
void FileReader::Impl::keep_taken_back(PreparedRow& row)
{
    Entry entry;
    entry.rows = row.rows;
    entry.line = row.line;
    entry.ignored_by = row.set_aside;
    entry.raw = keep_raw ? std::string(row.raw) : std::string();
    Entry booked;
    within_range(row, booked, [&] { book(row, booked, nullptr); });
    if (booked.issues.empty()) {
        entry.taken_back = std::move(booked.drafts);
    }
    if (tracer) {
        tracer->begin(row, default_account);
        tracer->finish(entry);
    }
    m_taken_back.emplace_back(std::move(entry), std::exchange(m_origins, {}));
    m_legs = 0;
}

bool FileReader::Impl::next_taken_back(Entry& entry)
{
    if (m_taken_back.empty()) {
        return false;
    }
    auto& [taken_back, origins] = m_taken_back.front();
    identifier.identify_taken_back(taken_back.taken_back, origins);
    entry = std::move(taken_back);
    m_taken_back.pop_front();
    return true;
}

bool FileReader::Impl::next_of_group(Entry& entry)
{
    for (;;) {
        if (!m_in_group) {
            if (!m_groups.next()) {
                return next_taken_back(entry);
            }
            if (m_groups.has_common_event()) {
                finish_group(entry);
                return true;
            }
            m_in_group = true;
            m_group_done = 0;
        }
        PreparedRow& row = m_groups.rows()[m_group_done]->prepared;
        m_in_group = ++m_group_done < m_groups.rows().size();
        if (row.is_taken_back && row.rule != nullptr) {
            keep_taken_back(row);
            continue;
        }
        finish_row(row, entry);
        return true;
    }
}

void FileReader::Impl::finish_row(PreparedRow& row, Entry& entry)
{
    entry.rows = row.rows;
    entry.line = row.line;
    entry.part = row.part;
    if (tracer) {
        tracer->begin(row, default_account);
    }
    within_range(row, entry, [&] { apply_rule(row, entry, nullptr); });
    close(entry);
    if (tracer) {
        tracer->finish(entry);
    }
    if (keep_raw || !entry.issues.empty()) {
        entry.raw = row.raw;
    }
}

void FileReader::Impl::finish_group(Entry& entry)
{
    auto const group = m_groups.rows();
    entry.line = group.front()->prepared.line;
    entry.part = group.front()->prepared.part;
    for (auto const& row : group) {
        entry.rows += row->prepared.rows;
        if (tracer) {
            tracer->begin(row->prepared, default_account);
        }
    }
    within_range(group.front()->prepared, entry, [&] { apply_rules(group, entry); });
    for (Draft& draft : entry.drafts) {
        draft.transaction.line_no = entry.line;
    }
    if (!entry.drafts.empty()) {
        entry.ignored_by.clear();
    }
    close(entry);
    if (tracer) {
        tracer->finish(entry);
    }
    for (auto const& row : group) {
        if (keep_raw || !entry.issues.empty()) {
            entry.raw.append(entry.raw.empty() ? "" : "\n").append(row->prepared.raw);
        }
    }
}

void FileReader::Impl::apply_rules(std::span<std::unique_ptr<GroupRow> const> group, Entry& entry)
{
    m_group_values.collect(group, format, m_matcher, m_findings);
    m_issues.report(group.front()->prepared, m_findings, entry);
    for (auto const& row : group) {
        if (!row->is_absorbed) {
            apply_rule(row->prepared, entry, &m_group_values);
        } else {
            read_balances(row->prepared, entry);
        }
    }
    if (!m_group_values.has_untaken()) {
        return;
    }
    for (auto const& row : group) { // what it gave nobody took: it is an event of its own
        if (row->is_absorbed && gives_once(row->prepared)) {
            apply_rule(row->prepared, entry, &m_group_values);
        }
    }
}

/// What a row's figures make together may be more than an amount can be: the row's fault, not the file's.
template <typename Step>
void FileReader::Impl::within_range(PreparedRow const& row, Entry& entry, Step const& step)
{
    try {
        step();
    } catch (Error const& error) {
        m_findings.clear();
        m_issues.reject(row, entry, error.message(),
                        "is one of its figures mistyped, or read with the wrong decimal mark?");
    }
}

void FileReader::Impl::apply_rule(PreparedRow& row, Entry& entry, GroupValues* group)
{
    if (row.is_blank) {
        entry.ignored_by = "blank row: all of its fields are empty";
    } else if (!row.set_aside.empty()) {
        entry.ignored_by = row.set_aside;
    } else if (!row.width_problem.empty()) {
        m_issues.reject(row, entry, row.width_problem, "a field that holds the delimiter must stand in quotes");
    } else if (row.rule == nullptr && !row.faults.empty()) {
        m_findings.faults = row.faults;
        m_issues.report(row, m_findings, entry);
    } else if (row.rule == nullptr) {
        m_issues.reject_unknown(row, entry);
    } else if (!row.rule->reject_reason.empty()) {
        m_issues.reject_kind(row, entry, row.rule->reject_reason, row.rule->reject_hint);
    } else if (!row.rule->ignore_reason.empty()) {
        entry.ignored_by = row.rule->name + ": " + row.rule->ignore_reason;
    } else {
        bool const is_checked = !row.rule->checks.empty();
        std::vector<SharedValue> found; // before the row takes what is given once
        if (is_checked && group != nullptr) {
            found.assign(group->values().begin(), group->values().end());
        }
        book(row, entry, group);
        if (is_checked && entry.issues.empty()) {
            check(row, entry, found);
        }
        read_balances(row, entry);
        if (entry.has_empty_side && !entry.drafts.empty()) {
            m_issues.reject(row, entry, "one side of the exchange is zero, and the other is not",
                            "what left and what arrived are both greater than zero; money from nowhere is a DEPOSIT");
        }
        if (entry.issues.empty()) {
            m_unread.insert(row.unread.begin(), row.unread.end());
        }
        return;
    }
    if (keep_rejected && !entry.issues.empty()) {
        guess(row, entry);
    }
}

/// A row that no rule books may be of any instrument that a rule would find in it; one that is torn, of any at all.
void FileReader::Impl::guess(PreparedRow const& row, Entry& entry)
{
    Scope const scope = m_matcher.scope_of(row, default_account);
    Entry read;
    std::vector<DraftOrigin> origins;
    Findings findings;
    for (Rule const& rule : format.rules) {
        for (Emission const& emission : rule.emissions) {
            if (emission.record == Record::transaction && !emission.decides_fate()) {
                Entry ignored;
                within_range(row, ignored,
                             [&] { m_builder.build(emission, 0, scope, row.line, read, origins, findings); });
            }
        }
    }
    bool const is_torn = !row.width_problem.empty();
    std::set<std::string> tickers;
    for (Draft& draft : read.drafts) {
        bool const may_be_any = is_torn && tickers.empty() && &draft == &read.drafts.back();
        draft.transaction.type = model::TransactionType::buy;
        draft.account = draft.account.empty() ? accounts.of(row) : draft.account;
        if ((may_be_any || !draft.transaction.ticker.empty()) && tickers.insert(draft.transaction.ticker).second) {
            entry.drafts.push_back(std::move(draft));
        }
    }
}

void FileReader::Impl::book(PreparedRow& row, Entry& entry, GroupValues* group)
{
    m_companion = m_companions.take(m_matcher.scope_of(row, default_account));
    for (Emission const& emission : row.rule->emissions) {
        if (!emit(row, emission, entry, group)) {
            return;
        }
    }
}

/// Do the source's own figures agree with how they were read?
void FileReader::Impl::check(PreparedRow& row, Entry& entry, std::span<SharedValue const> group)
{
    Scope scope = m_matcher.scope_of(row, default_account);
    scope.group = group;
    scope.companion = m_companion;
    for (RowCheck const& check : row.rule->checks) {
        if (tracer) {
            tracer->check(row, check, scope);
        }
        if (!m_matcher.holds(check.conditions, scope, row.captures)) {
            continue;
        }
        auto const figures = checked(check, scope);
        if (figures && !figures->holds) {
            auto fault = fault_of(check, *figures, scope);
            if (check.is_remark) {
                entry.remarks.push_back(m_issues.issue_of(row, std::move(fault)));
            } else {
                m_findings.faults.push_back(std::move(fault));
            }
        }
    }
    m_issues.report(row, m_findings, entry);
}

void FileReader::Impl::decide(PreparedRow const& row, Emission const& emission, Entry& entry) const
{
    if (emission.reject_reason.empty()) {
        entry.ignored_by = row.rule->name + ": " + emission.ignore_reason;
    } else {
        m_issues.reject_kind(row, entry, emission.reject_reason, emission.reject_hint);
    }
}

/// \return  false where it ignores or rejects the row: the others have nothing to add
bool FileReader::Impl::emit(PreparedRow& row, Emission const& emission, Entry& entry, GroupValues* group)
{
    std::size_t const leg = m_legs++;
    Scope scope = m_matcher.scope_of(row, default_account);
    if (group != nullptr) {
        scope.group = group->values();
    }
    scope.companion = m_companion;
    if (tracer) {
        tracer->emission(row, emission, leg + 1, scope);
    }
    if (!m_matcher.holds(emission.conditions, scope, row.captures)) {
        return true;
    }
    if (emission.decides_fate()) {
        decide(row, emission, entry);
        return false;
    }
    std::size_t const drafts = entry.drafts.size();
    std::size_t const statements = entry.statements.size();
    m_builder.build(emission, leg, scope, row.line, entry, m_origins, m_findings);
    name_account(row, entry, drafts, statements);
    m_issues.report(row, m_findings, entry);
    if (group != nullptr && emission.uses_group) {
        group->take_once(emission);
    }
    return true;
}

/// What is held after the row, where the source has columns of it.
void FileReader::Impl::read_balances(PreparedRow& row, Entry& entry)
{
    if (!entry.issues.empty()) {
        return;
    }
    std::size_t const before = entry.statements.size();
    for (std::size_t index = 0; index < format.running_balances.size(); ++index) {
        Emission const& running = format.running_balances[index];
        Scope const scope = m_matcher.scope_of(row, default_account);
        if (!m_matcher.is_silent(index) && m_matcher.holds(running.conditions, scope, row.captures)) {
            m_builder.build(running, 0, scope, row.line, entry, m_origins, m_findings);
        }
    }
    for (std::size_t index = before; index < entry.statements.size(); ++index) {
        entry.statements[index].is_running = true;
    }
    name_account(row, entry, entry.drafts.size(), before);
    m_issues.report(row, m_findings, entry);
}

/// What came of the row goes to its account, where nothing else was said.
void FileReader::Impl::name_account(PreparedRow const& row, Entry& entry, std::size_t drafts, std::size_t statements)
{
    std::string const account = accounts.of(row);
    auto const name = [&account](auto& one) { one.account = one.account.empty() ? account : one.account; };
    std::for_each(entry.drafts.begin() + static_cast<std::ptrdiff_t>(drafts), entry.drafts.end(), name);
    std::for_each(entry.statements.begin() + static_cast<std::ptrdiff_t>(statements), entry.statements.end(), name);
}

/// The last step of every entry: exactly one fate, and fingerprints for what is emitted.
void FileReader::Impl::close(Entry& entry)
{
    bool const states = std::any_of(entry.statements.begin(), entry.statements.end(),
                                    [](Statement const& statement) { return !statement.is_running; });
    bool const is_empty = entry.drafts.empty() && entry.prices.empty() && entry.fx_rates.empty() && !states;
    if (entry.issues.empty() && is_empty && entry.ignored_by.empty()) {
        entry.ignored_by = "nothing to book: the row moves nothing";
    }
    if (!entry.ignored_by.empty()) {
        entry.statements.clear();
    }
    if (entry.issues.empty()) {
        identifier.identify(entry, m_origins);
        quotes.check(entry);
    }
    if (!entry.issues.empty()) {
        if (keep_rejected) {
            entry.rejected = entry.drafts;
        }
        entry.drafts.clear();
        entry.prices.clear();
        entry.fx_rates.clear();
        entry.statements.clear();
        entry.ignored_by.clear();
        entry.rounded_prices = 0;
    }
}

FileReader::FileReader(csv::Source source, Format const& format, Companions const& companions,
                       std::string default_account)
    : m_impl(std::make_unique<Impl>(std::move(source), format, companions, std::move(default_account)))
{
}

FileReader::FileReader(FileReader&&) noexcept = default;
FileReader& FileReader::operator=(FileReader&&) noexcept = default;
FileReader::~FileReader() = default;

std::string const& FileReader::header() const
{
    return m_impl->rows.header();
}

void FileReader::keep_raw(bool all)
{
    m_impl->keep_raw = all;
}

void FileReader::keep_rejected()
{
    m_impl->keep_rejected = true;
}

void FileReader::use(Settled const& settled)
{
    m_impl->use(settled.impl());
}

void FileReader::map_accounts(std::map<std::string, std::string, std::less<>> const& accounts)
{
    m_impl->accounts.map(accounts);
}

std::set<std::string, std::less<>> const& FileReader::mapped_accounts() const
{
    return m_impl->accounts.mapped();
}

std::vector<std::string> FileReader::unread_columns() const
{
    return {m_impl->unread().begin(), m_impl->unread().end()};
}

void FileReader::trace(TraceSink sink)
{
    m_impl->trace(std::move(sink));
}

void FileReader::check_only()
{
    m_impl->identifier.check_only();
}

void FileReader::survey(RepeatedKeys& keys)
{
    m_impl->identifier.survey(keys);
    m_impl->quotes.survey(keys);
}

void FileReader::expect(RepeatedKeys const& keys)
{
    m_impl->identifier.expect(keys);
    m_impl->quotes.expect(keys);
}

bool FileReader::next(Entry& entry)
{
    return m_impl->next(entry);
}

} // namespace pf::importer
