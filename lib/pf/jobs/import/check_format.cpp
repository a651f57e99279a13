#include "pf/jobs/import/check_format.hpp"

#include "pf/base/text.hpp"
#include "pf/jobs/import/words.hpp"
#include "pf/report/grid.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace pf::jobs {

namespace {

using report::Align;
using report::text;
using report::text_or_nothing;

void note_fits(CheckedSample& sample, importer::Catalog const& catalog, std::string const& head)
{
    for (auto const* format : catalog.matching(head)) {
        sample.detected.push_back(importer::name_of(*format));
    }
    for (auto const& fit : catalog.fits(head)) {
        auto const& name = importer::name_of(*fit.format);
        if (std::ranges::find(sample.detected, name) == sample.detected.end()) {
            sample.also_fits.push_back(fmt::format("{} ({} columns)", name, fit.columns));
        }
    }
}

void read_sample(ImportInput const& input, CheckedFormat& checked, CheckedSample& sample)
{
    base::BackgroundSha256 unused;
    importer::Companions companions;
    companions.collect(input.source(unused), input.format());
    importer::Settled settled{input.source(unused), input.format()};
    settled.say({"TICKER", "EUR"});
    importer::FileReader reader{input.source(unused), input.format(), companions, "main"};
    reader.use(settled);
    importer::FormatCoverage own{input.format()};
    reader.trace([&](importer::RowTrace const& trace) {
        checked.coverage.note(trace);
        own.note(trace);
    });
    importer::Entry entry;
    while (reader.next(entry)) {
        for (auto const& issue : entry.issues) {
            checked.issues.add(issue);
        }
    }
    sample.counts = own.total();
    sample.unread = reader.unread_columns();
}

report::Grid samples_grid(CheckedFormat const& checked)
{
    report::Grid grid{"samples",
                      {},
                      {{"file", "Sample"},
                       {"booked", "Booked", Align::right},
                       {"ignored", "Ignored", Align::right},
                       {"rejected", "Rejected", Align::right},
                       {"detected", "Detected as"},
                       {"also_fits", "Fits as well"}}};
    for (auto const& one : checked.samples) {
        grid.rows.push_back({text(one.file), one.counts.booked, one.counts.ignored, one.counts.rejected,
                             text_or_nothing(base::join(one.detected, ", ")),
                             text_or_nothing(base::join(one.also_fits, ", "))});
    }
    return grid;
}

report::Grid rules_grid(CheckedFormat const& checked)
{
    report::Grid grid{"rules",
                      "Rows by rule",
                      {{"rule", "Rule"},
                       {"booked", "Booked", Align::right},
                       {"ignored", "Ignored", Align::right},
                       {"rejected", "Rejected", Align::right}}};
    for (auto const& [rule, counts] : checked.coverage.rules()) {
        grid.rows.push_back({text(rule.empty() ? "none" : rule), counts.booked, counts.ignored, counts.rejected});
    }
    return grid;
}

report::Grid checks_grid(CheckedFormat const& checked)
{
    report::Grid grid{"checks",
                      "Checks",
                      {{"rule", "Rule"},
                       {"check", "Check"},
                       {"held", "Held", Align::right},
                       {"failed", "Failed", Align::right},
                       {"not_run", "Not run", Align::right}}};
    for (auto const& one : checked.coverage.checks()) {
        grid.rows.push_back({text(one.rule), text(one.check), one.held, one.failed, one.not_run});
    }
    return grid;
}

report::Grid unused_grid(CheckedFormat const& checked)
{
    report::Grid grid{"unused", "Used by no row", {{"kind", "Kind"}, {"rule", "Of the rule"}, {"name", "Name"}}, {}, {},
                      {}};
    for (auto const& one : checked.coverage.unused()) {
        grid.rows.push_back({text(one.kind), text_or_nothing(one.rule), text(one.name)});
    }
    return grid;
}

void complain(CheckedFormat const& checked)
{
    cli::ComplaintPrinter printer;
    checked.issues.visit([&](model::Issue const& issue) { printer.print(complaint_of(issue)); });
    for (auto const& sample : checked.samples) {
        if (sample.detected != std::vector{checked.format}) {
            printer.print({sample.file,
                           "is taken for " + base::join(sample.detected, ", ") + ", not for this format alone",
                           "a column that only this format requires tells it from the others"});
        }
        for (auto const& column : sample.unread) {
            printer.print({sample.file, "the column " + base::quoted(column) + " holds numbers that are not read",
                           "read it, or name it under unused_columns"});
        }
    }
    printer.finish();
}

} // namespace

bool CheckedFormat::is_good() const
{
    return issues.empty() && std::ranges::all_of(samples, [this](CheckedSample const& sample) {
               return sample.unread.empty() && sample.detected == std::vector{format};
           });
}

CheckedFormat check_format(importer::Catalog const& catalog, std::string const& name,
                           std::vector<std::string> const& samples)
{
    CheckedFormat checked{name, {}, importer::FormatCoverage{catalog.get(name)}, {}};
    for (auto const& path : samples) {
        for (auto const& input : ImportInput::open(path, name, catalog, {})) {
            CheckedSample sample;
            sample.file = input.name();
            note_fits(sample, catalog, input.head());
            read_sample(input, checked, sample);
            checked.samples.push_back(std::move(sample));
        }
    }
    return checked;
}

cli::Outcome run_check_format(importer::Catalog const& catalog, std::string const& name,
                              std::vector<std::string> const& samples, OutputStyle const& style, std::ostream& out)
{
    auto const checked = check_format(catalog, name, samples);
    complain(checked);
    report::write(out,
                  {"pf.check_format/1",
                   {{"format", text(name)}},
                   {samples_grid(checked), rules_grid(checked), checks_grid(checked), unused_grid(checked)},
                   {}},
                  style);
    return checked.is_good() ? cli::Outcome::ok() : cli::Outcome::issues();
}

} // namespace pf::jobs
