#include "pf/backup/retention.hpp"

#include "pf/base/age.hpp"
#include "pf/base/error.hpp"
#include "pf/base/text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <map>
#include <ostream>
#include <tuple>
#include <unistd.h>

namespace pf::backup {

namespace {

using std::chrono::days;

std::string day_of(Timestamp moment)
{
    return base::to_text(base::day_of(moment));
}

/// `2026-W53`: the week belongs to the year of its Thursday.
std::string week_of(Timestamp moment)
{
    auto const day = base::day_of(moment);
    auto const thursday = day - days{std::chrono::weekday{day}.iso_encoding()} + days{4};
    std::chrono::year_month_day const calendar{thursday};
    auto const first = Date{calendar.year() / 1 / 1};
    return fmt::format("{:04}-W{:02}", int{calendar.year()}, (thursday - first).count() / 7 + 1);
}

std::string month_of(Timestamp moment)
{
    return day_of(moment).substr(0, 7);
}

std::string year_of(Timestamp moment)
{
    return day_of(moment).substr(0, 4);
}

/// Keeps the newest backup of each of so many periods, while backups pass from new to old.
class Rule {
public:
    Rule(std::string_view name, std::size_t left, std::string (*period_of)(Timestamp))
        : m_name(name), m_left(left), m_period_of(period_of)
    {
    }

    /// \return  the reason to keep it; empty: there is none
    std::string judge(FoundFile const& file, bool is_oldest)
    {
        if (m_left == 0) {
            return {};
        }
        auto period = m_period_of(file.taken_at);
        bool const is_first = period != m_period;
        if (!is_first && !is_oldest) {
            return {};
        }
        --m_left;
        m_period = std::move(period);
        return fmt::format("{}{} {}", is_first ? "" : "oldest ", m_name, m_period);
    }

private:
    std::string_view m_name;
    std::size_t m_left;
    std::string (*m_period_of)(Timestamp);
    std::string m_period; ///< of the backup that was kept last
};

bool is_newer(FoundFile const* left, FoundFile const* right)
{
    return std::tie(left->taken_at, left->name) > std::tie(right->taken_at, right->name);
}

/// \param files  the good backups of one database, from new to old
void decide(std::vector<FoundFile const*> const& files, RetentionRules const& rules, std::string const& just_made,
            std::map<FoundFile const*, Decision>& decisions)
{
    std::array<Rule, 4> periods{Rule{"daily", rules.daily, day_of}, Rule{"weekly", rules.weekly, week_of},
                                Rule{"monthly", rules.monthly, month_of}, Rule{"yearly", rules.yearly, year_of}};
    for (std::size_t i = 0; i < files.size(); ++i) {
        auto const& file = *files[i];
        std::vector<std::string> reasons;
        if (i < rules.last) {
            reasons.push_back(fmt::format("last {}", i + 1));
        }
        for (auto& rule : periods) {
            if (auto reason = rule.judge(file, i + 1 == files.size()); !reason.empty()) {
                reasons.push_back(std::move(reason));
            }
        }
        if (reasons.empty() && i == 0) {
            reasons.emplace_back("the newest good one");
        }
        if (reasons.empty() && file.name == just_made) {
            reasons.emplace_back("just made");
        }
        bool const is_kept = !reasons.empty();
        if (!is_kept) {
            reasons.emplace_back("no rule keeps it");
        }
        decisions[&file] = {file.name, file.size, is_kept ? Fate::kept : Fate::removed, std::move(reasons)};
    }
}

/// Why no rule counts it; empty: they do.
std::string why_left_alone(FoundFile const& file, Timestamp now)
{
    if (file.problem.empty() && base::is_from_the_future(file.taken_at, now)) {
        return "is from the future: " + base::to_text(file.taken_at);
    }
    return file.problem;
}

[[noreturn]] void fail(std::filesystem::path const& path, int error)
{
    bool const is_forbidden = error == EACCES || error == EPERM || error == EROFS;
    throw Error{is_forbidden ? ExitCode::permission : ExitCode::io_error,
                std::string{"cannot be removed: "} + std::strerror(error), path.string(),
                is_forbidden ? "who owns the folder?" : "check the disk, try again"};
}

/// So that no removed file comes back after a crash.
void sync_folder(std::filesystem::path const& folder)
{
    int const descriptor = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (descriptor < 0 || ::fsync(descriptor) != 0) {
        int const error = errno;
        ::close(descriptor);
        throw Error{ExitCode::io_error, std::string{"cannot be synced: "} + std::strerror(error), folder.string(),
                    "check the disk, try again"};
    }
    ::close(descriptor);
}

} // namespace

std::string_view to_text(Fate fate)
{
    switch (fate) {
    case Fate::kept:
        return "kept";
    case Fate::removed:
        return "removed";
    case Fate::left_alone:
        return "left alone";
    }
    return "";
}

std::size_t RetentionPlan::count(Fate fate) const
{
    return static_cast<std::size_t>(std::ranges::count(decisions, fate, &Decision::fate));
}

std::uint64_t RetentionPlan::bytes(Fate fate) const
{
    std::uint64_t sum = 0;
    for (auto const& decision : decisions) {
        sum += decision.fate == fate ? decision.size : 0;
    }
    return sum;
}

RetentionPlan plan_retention(std::filesystem::path folder, std::vector<FoundFile> const& files,
                             RetentionRules const& rules, Timestamp now, std::string const& just_made)
{
    std::vector<FoundFile const*> good;
    std::vector<FoundFile const*> others;
    std::map<std::string, std::vector<FoundFile const*>> by_source;
    for (auto const& file : files) {
        (why_left_alone(file, now).empty() ? good : others).push_back(&file);
    }
    std::ranges::sort(good, is_newer);
    std::ranges::sort(others, {}, &FoundFile::name);
    for (auto const* const file : good) {
        by_source[file->source].push_back(file);
    }
    std::map<FoundFile const*, Decision> decisions;
    for (auto const& [source, backups] : by_source) {
        decide(backups, rules, just_made, decisions);
    }
    RetentionPlan plan{std::move(folder), {}};
    for (auto const* const file : good) {
        plan.decisions.push_back(std::move(decisions[file]));
    }
    for (auto const* const file : others) {
        plan.decisions.push_back({file->name, file->size, Fate::left_alone, {why_left_alone(*file, now)}});
    }
    return plan;
}

std::ostream& operator<<(std::ostream& out, RetentionPlan const& plan)
{
    for (auto const& decision : plan.decisions) {
        out << fmt::format("{:<12}{}  {}\n", to_text(decision.fate), decision.name, base::join(decision.reasons, ", "));
    }
    return out;
}

void apply(RetentionPlan const& plan)
{
    if (plan.count(Fate::removed) == 0) {
        return;
    }
    for (auto decision = plan.decisions.rbegin(); decision != plan.decisions.rend(); ++decision) {
        auto const path = plan.folder / decision->name;
        if (decision->fate == Fate::removed && ::unlink(path.c_str()) != 0 && errno != ENOENT) {
            fail(path, errno);
        }
    }
    sync_folder(plan.folder);
}

} // namespace pf::backup
