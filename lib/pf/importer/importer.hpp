#pragma once

#include "pf/csv/reader.hpp"
#include "pf/importer/entry.hpp"
#include "pf/importer/repeated_keys.hpp"

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace pf::importer {

/// One source's way of writing things, read from a definition file (docs/formats.md).
struct Format;

/// All known formats: those of the library, a development folder instead of them, and the user's own.
class Catalog {
public:
    /// \param format_dir  replaces the built-in definitions; empty for those
    /// \param user_dir    the user's own definitions; a name that is also built in replaces that one; empty or absent
    /// for none \throws pf::Error  config with `file:line`, when a definition is wrong
    Catalog(std::string const& format_dir, std::string const& user_dir);
    Catalog(Catalog&&) noexcept;
    Catalog& operator=(Catalog&&) noexcept;
    ~Catalog();

    /// Sorted by name.
    [[nodiscard]] std::vector<Format const*> all() const;

    /// \throws pf::Error  usage, naming the nearest, when there is none of that name
    [[nodiscard]] Format const& get(std::string_view name) const;

    /// The formats whose header the first row of the text is. `head` is the beginning of a file.
    [[nodiscard]] std::vector<Format const*> matching(std::string_view head) const;

    /// A format whose header the file has.
    struct Fit {
        Format const* format = nullptr;
        std::size_t columns = 0; ///< that it knows; of several formats the one with the most is taken
    };

    /// All of them, by name. `head` is the beginning of a file.
    [[nodiscard]] std::vector<Fit> fits(std::string_view head) const;

    /// The one format that `head` matches.
    /// \throws pf::Error  bad_data: none (hint: the nearest and what its header lacks), or several (naming them)
    [[nodiscard]] Format const& detect(std::string_view head, std::string const& file) const;

private:
    struct Impl;
    std::unique_ptr<Impl> m_impl;
};

[[nodiscard]] std::string const& name_of(Format const& format);
[[nodiscard]] std::string const& title_of(Format const& format); ///< one line for people

/// A format by its definition. \param file  what messages call it \throws pf::Error  config with `file:line`
[[nodiscard]] std::shared_ptr<Format const> format_of(std::string_view definition, std::string const& file);

/// Does the source's own id, where a row has one, say which event it is?
[[nodiscard]] bool ids_identify(Format const& format);

/// May one event come in exports of different detail: with and without the source's id, or fractions of seconds?
[[nodiscard]] bool detail_varies(Format const& format);

/// Has it rows that tell prices or exchange rates?
[[nodiscard]] bool has_quotes(Format const& format);

/// Do exports of this format begin with the newest event?
[[nodiscard]] bool is_newest_first(Format const& format);

/// The name of the format that people write themselves, in which corrections are told, too.
inline constexpr std::string_view canonical_format = "pf";

/// What the rows of one file need to know of the other files of the same command: the fiat side of an exchange whose
/// other side stands in a statement of its own.
class Companions {
public:
    Companions();
    Companions(Companions&&) noexcept;
    Companions& operator=(Companions&&) noexcept;
    ~Companions();

    /// Read a whole file for rows that others may need. Cheap when the format has none.
    void collect(csv::Source source, Format const& format);

    struct Impl;
    [[nodiscard]] Impl const& impl() const { return *m_impl; }

private:
    std::unique_ptr<Impl> m_impl;
};

/// What the command says of files that do not say it themselves.
struct Said {
    std::string ticker;   ///< of a file of one instrument
    std::string currency; ///< of all amounts
};

/// What a format needs to be told.
struct Needs {
    bool ticker = false;
    bool currency = false;          ///< has a use for it
    bool currency_of_money = false; ///< cannot do without
};
[[nodiscard]] Needs needs_of(Format const& format);

/// What only the whole file can tell: how its columns write numbers, which of day and month comes first, which level of
/// detail its events have, which rows others take back.
class Settled {
public:
    /// Nothing: each cell is read by itself, and refused where it may mean two things.
    Settled();

    /// Read a whole file for it. Cheap when the format needs nothing of the kind.
    Settled(csv::Source source, Format const& format);
    Settled(Settled&&) noexcept;
    Settled& operator=(Settled&&) noexcept;
    ~Settled();

    /// What the command says of the file.
    void say(Said said);

    struct Impl;
    [[nodiscard]] Impl const& impl() const { return *m_impl; }

private:
    std::unique_ptr<Impl> m_impl;
};

/// Does a file of this format need a look at all of it before its first row is read?
[[nodiscard]] bool needs_settling(Format const& format);

/// What becomes of one row, step by step: for who asks why.
struct RowTrace {
    /// A name of the definition, and what the row has for it.
    struct Value {
        std::string name;
        std::string header; ///< of the column; empty where it is none
        std::string value;
    };
    /// A rule that was asked, in order.
    struct Tried {
        std::string rule;
        std::string obstacle; ///< the test that does not hold; empty: it takes the row
    };
    /// The words of a test that the row met, by rule.
    struct Met {
        std::string rule;
        std::string name;
        std::string word;
    };
    /// What a formula makes of the row.
    struct Formula {
        std::string record; ///< the record it is of: `1: BUY`; `given` to the rows of its group
        std::string field;
        std::string formula;
        std::string value;    ///< empty: it has none
        std::string obstacle; ///< of a whole record that is not made: the test that does not hold
    };
    /// What must be true of the row.
    struct Check {
        std::string rule;
        std::string name;
        std::string formula; ///< `quantity * price = abs(total)`
        std::string value;
        std::string equals;
        std::string outcome; ///< `holds`, `fails`, `a figure is missing`, or the test that does not hold
        bool ran = false;
    };

    std::int64_t line = 0;
    std::int64_t last_line = 0;
    std::string raw;
    std::vector<Value> columns; ///< those that the file has, in the definition's order
    std::vector<Value> kept;    ///< by the tests of the rule
    std::vector<Tried> tried;
    std::vector<Met> met;
    std::string rule; ///< empty: none took it
    std::vector<Formula> formulas;
    std::vector<Check> checks;
    std::vector<std::int64_t> lines; ///< of all rows of the event, where they are several
    Entry entry;                     ///< what became of it, with the other rows of its event
};

/// Told of every row, when what becomes of it is known.
using TraceSink = std::function<void(RowTrace const&)>;

/// The rows of one file as entries, in the file's order (a group of rows at the place of its first, rows that others
/// take back at the end). Reading the same
/// file again gives the same entries.
class FileReader {
public:
    /// \param format, companions  outlive the reader
    /// \param default_account  for rows that name none; only its name matters (occurrence numbers count by account)
    /// \throws pf::Error  bad_data, when the header is not the format's or the file is empty
    FileReader(csv::Source source, Format const& format, Companions const& companions, std::string default_account);
    FileReader(FileReader&&) noexcept;
    FileReader& operator=(FileReader&&) noexcept;
    ~FileReader();

    /// Fill `Entry::raw` of all entries; otherwise only of those with issues.
    void keep_raw(bool all);

    /// Fill `Entry::rejected`.
    void keep_rejected();

    /// Read by what a first look at the same file has settled. \param settled  outlives the reader
    void use(Settled const& settled);

    /// Book what the source says of these accounts in those. A file of one account that is not among them goes to the
    /// reader's account; the accounts of a file of several go by their own names.
    /// \param accounts  the source's names, and ours; outlive the reader
    void map_accounts(std::map<std::string, std::string, std::less<>> const& accounts);

    /// Those of the mapped accounts that rows have named so far, by the source's names.
    [[nodiscard]] std::set<std::string, std::less<>> const& mapped_accounts() const;

    /// Columns that the format does not know and that held numbers in rows that were booked so far.
    [[nodiscard]] std::vector<std::string> unread_columns() const;

    /// Find the issues of the file, but give no fingerprints by content.
    void check_only();

    /// Only note what may come more than once, for a later reader of the same file: neither fingerprints nor what is
    /// wrong with ids. \param keys  outlive the reader
    void survey(RepeatedKeys& keys);

    /// Tell of every row how it was read. Slow: for a few rows, or a small file.
    void trace(TraceSink sink);

    /// What a survey of the same file has noted; without, all rows are remembered (15 to 30 bytes each).
    /// \param keys  outlive the reader
    void expect(RepeatedKeys const& keys);

    /// The header row as it stands in the file (a reject file starts with it).
    [[nodiscard]] std::string const& header() const;

    /// \return  false at the end
    /// \throws pf::Error  when the file cannot be read on (see `csv::Reader::next`)
    [[nodiscard]] bool next(Entry& entry);

private:
    struct Impl;
    std::unique_ptr<Impl> m_impl;
};

} // namespace pf::importer
