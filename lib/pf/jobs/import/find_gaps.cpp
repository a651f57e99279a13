#include "pf/jobs/import/find_gaps.hpp"

#include <algorithm>

namespace pf::jobs {

namespace {

constexpr std::int64_t rows_between_reports = 4096;

class GapFinder {
public:
    GapFinder(Gaps& gaps, ReadFiles const& read, AccountsByName const& accounts, ImportRequest const& request)
        : m_gaps(gaps), m_read(read), m_accounts(accounts), m_request(request)
    {
    }

    /// \return  whether there are more than before
    bool read(ReadFile const& file, ExcludedRows const& excluded, BytesRead const& progress)
    {
        base::BackgroundSha256 digest;
        importer::FileReader reader{file.input.source(digest), file.input.format(), m_read.companions,
                                    m_request.account};
        reader.use(file.scan.settled);
        reader.map_accounts(m_request.account_map);
        reader.check_only();
        if (file.scan.repeated) {
            reader.expect(*file.scan.repeated);
        }
        reader.keep_rejected();
        importer::Entry entry;
        bool found = false;
        for (std::int64_t entries = 1; reader.next(entry); ++entries) {
            found = add(entry, file.input.name(), excluded) || found;
            if (entries % rows_between_reports == 0) {
                progress(file.input.position());
            }
        }
        return found;
    }

private:
    bool add(importer::Entry const& entry, std::string const& file, ExcludedRows const& excluded)
    {
        if (!entry.issues.empty()) {
            return m_gaps.add(entry.rejected, file, entry.line, Gaps::Why::rejected);
        }
        if (excluded.contains(entry.line)) {
            return m_gaps.add(entry.drafts, file, entry.line, Gaps::Why::impossible);
        }
        bool const is_left_out = names_closed_account(entry) || m_gaps.under(entry.drafts) != nullptr;
        return is_left_out && m_gaps.add(entry.drafts, file, entry.line, Gaps::Why::rejected);
    }

    [[nodiscard]] bool names_closed_account(importer::Entry const& entry) const
    {
        return std::ranges::any_of(entry.drafts, [&](importer::Draft const& draft) {
            return !takes_rows(account_of(draft, m_request.account), m_accounts, m_request) ||
                   (!draft.counter_account.empty() && !takes_rows(draft.counter_account, m_accounts, m_request));
        });
    }

    Gaps& m_gaps;
    ReadFiles const& m_read;
    AccountsByName const& m_accounts;
    ImportRequest const& m_request;
};

} // namespace

void find_gaps(Gaps& gaps, ReadFiles const& read, AccountsByName const& accounts,
               std::vector<ExcludedRows> const& excluded, ImportRequest const& request, ReadProgress& progress)
{
    GapFinder finder{gaps, read, accounts, request};
    for (bool found = true; found;) {
        found = false;
        for (std::size_t i = 0; i < read.files.size(); ++i) {
            auto const& file = read.files[i];
            found = finder.read(file, excluded[i], progress.of_next_pass(file.input.size())) || found;
        }
    }
}

} // namespace pf::jobs
