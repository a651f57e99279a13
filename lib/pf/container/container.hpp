#pragma once

#include "pf/base/unnamed_file.hpp"

#include <string>
#include <string_view>
#include <vector>

/// Files that are no text of rows, read as such: each table of them becomes CSV.
namespace pf::container {

/// What a command says about the tables of its files.
struct Choice {
    std::string sheet; ///< of a workbook: a name, or a number from 1; empty for the first that is not hidden
};

/// One table of a file.
struct Table {
    std::string name;                  ///< within the file; empty when there can be only one
    base::UnnamedFile text;            ///< CSV, with commas; a row stands on the line that messages name
    std::vector<std::string> left_out; ///< sheets beside it that hold something
};

/// The tables of a file, by its content, never by its name.
/// \param descriptor  can be read from any place; stays the caller's
/// \param name        what messages call it
/// \return  nothing, when it is a text of rows itself
/// \throws pf::Error  bad_data: it is damaged, or of a kind that cannot be read (which, and what to export instead);
/// usage: `choice` has no effect on it, or names what it does not have
[[nodiscard]] std::vector<Table> tables_of(int descriptor, std::string const& name, Choice const& choice);

/// Does it begin as one of the files that `tables_of` takes apart?
[[nodiscard]] bool may_hold_tables(std::string_view head);

} // namespace pf::container
