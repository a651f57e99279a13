"""A file includes what its names of the standard library and of other libraries come from, itself or through a header of ours.

The builds of the tests precompile such headers and show all of them to every file; a release precompiles none.

    python3 tests/lint/includes.py
"""

import re

import compiled
import sources

# Headers of the standard library, and what each brings; of a name in several, any will do.
STANDARD = {
    "algorithm": "adjacent_find all_of any_of binary_search clamp copy copy_if copy_n count count_if equal equal_range fill find find_if "
                 "find_if_not for_each includes is_sorted lower_bound make_heap max max_element min min_element minmax minmax_element mismatch move none_of "
                 "partition pop_heap push_heap sort_heap remove remove_if replace replace_if reverse rotate set_difference shuffle sort stable_partition stable_sort "
                 "transform unique upper_bound",
    "array": "array tuple_size",
    "atomic": "atomic memory_order_relaxed",
    "bit": "bit_width countr_zero endian has_single_bit",
    "cctype": "isalnum isalpha isdigit isspace tolower toupper",
    "charconv": "from_chars to_chars",
    "cmath": "abs exp expm1 isfinite log nearbyint pow signbit sqrt",
    "compare": "strong_ordering weak_ordering partial_ordering",
    "condition_variable": "condition_variable",
    "concepts": "integral same_as convertible_to",
    "cstddef": "byte ptrdiff_t size_t to_integer",
    "cstdint": "int8_t int16_t int32_t int64_t uint8_t uint16_t uint32_t uint64_t uintmax_t",
    "cstdio": "FILE fclose ferror fflush fopen fputs fread fseek fwrite remove rewind size_t tmpfile",
    "cstdlib": "abort abs exit free getenv size_t strtol system",
    "csignal": "raise signal",
    "cstring": "memcmp memcpy memmove memset size_t strcmp strerror strlen",
    "deque": "deque",
    "exception": "current_exception exception exception_ptr rethrow_exception terminate",
    "fstream": "filebuf fstream ifstream ofstream",
    "functional": "function greater hash less plus reference_wrapper",
    "future": "async future launch",
    "initializer_list": "initializer_list",
    "ios": "ios ios_base streamsize",
    "iosfwd": "filebuf fstream ifstream ios istream istringstream istreambuf_iterator ofstream ostream ostringstream streambuf",
    "iostream": "cerr cin clog cout endl flush ios istream ostream streamsize",
    "istream": "istream",
    "iterator": "back_inserter begin distance end inserter istreambuf_iterator next prev size ssize",
    "limits": "numeric_limits",
    "list": "list",
    "map": "map multimap",
    "memory": "allocator enable_shared_from_this make_shared make_unique shared_ptr unique_ptr weak_ptr",
    "mutex": "call_once lock_guard mutex once_flag scoped_lock unique_lock",
    "new": "bad_alloc",
    "numeric": "accumulate gcd iota midpoint partial_sum reduce",
    "optional": "make_optional nullopt optional",
    "ostream": "endl flush ostream",
    "random": "minstd_rand mt19937 mt19937_64 random_device uniform_int_distribution",
    "ratio": "ratio",
    "set": "multiset set",
    "span": "span as_bytes",
    "sstream": "istringstream stringbuf ostringstream stringstream",
    "stdexcept": "invalid_argument logic_error out_of_range runtime_error",
    "streambuf": "istreambuf_iterator streambuf",
    "string": "getline stoi stol stoll stoul string to_string u16string u32string",
    "string_view": "string_view u16string_view u32string_view",
    "system_error": "errc error_code system_error",
    "thread": "thread this_thread",
    "tuple": "tie tuple apply",
    "type_traits": "decay_t is_arithmetic_v is_enum_v is_integral_v is_same_v remove_cvref_t remove_pointer_t remove_reference_t underlying_type_t",
    "unordered_map": "unordered_map",
    "unordered_set": "unordered_set",
    "utility": "as_const exchange forward in_place make_pair move pair swap",
    "variant": "get get_if holds_alternative in_place monostate variant visit",
    "vector": "vector",
    "chrono": "chrono chrono_literals",
    "filesystem": "filesystem",
}
# What the standard says that others bring along, or cannot do without.
ALSO = {
    "begin": "array deque list map set span string string_view vector", "end": "array deque list map set span string string_view vector",
    "size": "array deque list map set span string string_view vector", "ssize": "array span string string_view vector",
    "erase": "deque list string vector", "erase_if": "deque list map set string unordered_map unordered_set vector",
    "get": "array tuple utility", "size_t": "array deque map set span string string_view unordered_map utility vector",
    "ptrdiff_t": "array iterator span string string_view vector",
    "pair": "map unordered_map", "swap": "string vector", "strong_ordering": "chrono string string_view utility",
    "initializer_list": "array deque map set string string_view utility vector", "hash": "memory optional string string_view variant",
    "exception": "stdexcept system_error", "out_of_range": "stdexcept", "in_place": "optional", "ostream": "fstream iostream sstream",
    "ios_base": "fstream iostream istream ostream sstream", "ios": "fstream istream ostream sstream", "getline": "istream", "streamsize": "fstream iosfwd istream ostream sstream streambuf",
    "istream": "fstream sstream", "streambuf": "iostream fstream", "endl": "fstream", "errc": "charconv", "error_code": "filesystem",
}
# Other libraries: a namespace or macro, and the beginning of the headers that bring it.
LIBRARIES = {
    "fmt::": "fmt/", "nlohmann::": "nlohmann/", "CLI::": "CLI/", "rc::": "rapidcheck", "soci::": "soci/", "spdlog::": "spdlog/",
    "toml::": "toml++/", "boost::multiprecision::": "boost/multiprecision/", "TEST_CASE(": "doctest/", "RC_ASSERT(": "rapidcheck",
}
STANDARD_NAME = re.compile(r"\bstd::(?:ranges::)?(\w+)")
SYSTEM_INCLUDE = re.compile(r"^[ \t]*#[ \t]*include[ \t]*<([^>\n]+)>", re.MULTILINE)


def brought_by():
    """The headers that bring a name, by the name."""
    headers = {name: set(more.split()) for name, more in ALSO.items()}
    for header, names in STANDARD.items():
        for name in names.split():
            headers.setdefault(name, set()).add(header)
    return headers


def included(path, contents):
    """The system headers that a file includes, itself or through headers of ours."""
    return {name for file in compiled.closure(path) for name in SYSTEM_INCLUDE.findall(contents(file))}


def missing(code, have, headers):
    """What a file's code lacks: where, the name, and what would bring it."""
    seen = set()
    for match in STANDARD_NAME.finditer(code):
        name = match[1]
        if name in seen:
            continue
        seen.add(name)
        if name not in headers:
            yield match.start(), f"tests/lint/includes.py does not know where std::{name} comes from"
        elif not headers[name] & have:
            yield match.start(), f"std::{name} needs <{'> or <'.join(sorted(headers[name]))}>"
    for name, beginning in LIBRARIES.items():
        match = re.search(rf"(?<![\w:]){re.escape(name)}", code)
        is_declared = f"\nnamespace {name.removesuffix('::')} {{\n" in code
        if match and not is_declared and not any(header.startswith(beginning) for header in have):
            yield match.start(), f"{name.rstrip('(:')} needs a header <{beginning}…>"


def problems(root):
    headers, texts = brought_by(), {}

    def contents(path):
        if path not in texts:
            texts[path] = sources.without_comments(path.read_text(encoding="utf-8"))
        return texts[path]

    for path in sources.cpp_files(root):
        code = sources.without_comments_and_literals(path.read_text(encoding="utf-8"))
        for at, what in missing(code, included(path, contents), headers):
            yield f"{path.relative_to(root)}:{sources.line_of(code, at)}: {what}"


if __name__ == "__main__":
    sources.report(list(problems(sources.root_argument())))
