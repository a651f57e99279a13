"""Each check catches what it is there for, and nothing else. Runs on small made-up projects."""

import json
import pathlib
import subprocess
import tempfile
import unittest

import clocks
import commits
import current_folder
import compiled
import editor
import gcc
import guarantees
import hygiene
import image
import includes
import layers
import links
import messages
import no_float
import sources


class Project(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.root = pathlib.Path(folder.name)

    def write(self, name, text):
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


class Comments(unittest.TestCase):
    def test_comments_are_blanked_and_lines_kept(self):
        text = 'int a; // double\n/* float\n float */ int b; auto c = "// not a comment";\n'
        bare = sources.without_comments(text)
        self.assertNotIn("double", bare)
        self.assertNotIn("float", bare)
        self.assertIn('"// not a comment"', bare)
        self.assertEqual(bare.count("\n"), text.count("\n"))
        self.assertNotIn("not a comment", sources.without_comments_and_literals(text))

    def test_digit_separators_and_quotes_do_not_open_literals(self):
        self.assertIn("double", sources.without_comments("auto a = 1'000'000; double b; // '"))
        self.assertIn("double", sources.without_comments("auto a = '\"'; double b; // \""))
        self.assertIn("double", sources.without_comments('auto a = R"x(" // )x"; double b;'))


class Clocks(Project):
    def test_a_difference_with_now_is_caught(self):
        self.write("lib/pf/jobs/a.cpp", "auto a = base::now() - then;\nauto b = then - base::now();\n"
                                        "auto c = (base::today() - day).count();\nauto d = now - then;\n")
        self.assertEqual([problem.split(": ")[0] for problem in clocks.problems(self.root)],
                         [f"lib/pf/jobs/a.cpp:{line}" for line in (1, 2, 3, 4)])

    def test_comparing_and_steady_clocks_pass(self):
        self.write("lib/pf/jobs/a.cpp", "bool a = day > base::today();\nauto b = Clock::now() - start;\n"
                                        "auto c = deadline - std::chrono::steady_clock::now();\nauto d = now->time;\n"
                                        "auto e = now + day; // now - then\n")
        self.assertEqual(clocks.problems(self.root), [])

    def test_another_way_to_the_time_of_day_is_caught(self):
        self.write("lib/pf/base/time.cpp", "auto now = std::chrono::system_clock::now();\n")
        self.write("lib/pf/base/text.cpp", "auto now = std::chrono::system_clock::now();\n")
        self.assertEqual(clocks.problems(self.root), ["lib/pf/base/text.cpp:1: system_clock: ask base::now"])

    def test_a_difference_in_a_shell_script_is_caught(self):
        self.write("scripts/wait", "age=$(($(date -u +%s) - since))\nleft=$((end - $(now)))\ndate -u +%FT%TZ\n")
        self.assertEqual([problem.split(": ")[0] for problem in clocks.problems(self.root)],
                         ["scripts/wait:1", "scripts/wait:2"])


class Layers(Project):
    def test_allowed_includes_pass(self):
        self.write("lib/pf/db/store.cpp", '#include "pf/db/store.hpp"\n#include "pf/money/decimal.hpp"\n'
                                          '#include <soci/soci.h>\n#include <vector>\n')
        self.write("lib/pf/jobs/import/write.cpp", '#include "pf/db/store.hpp"\n#include "pf/importer/importer.hpp"\n')
        self.write("apps/pf-x.cpp", '#include "pf/jobs/import/write.hpp"\n#include <CLI/CLI.hpp>\n')
        self.assertEqual(layers.problems(self.root), [])

    def test_a_layer_above_is_caught(self):
        self.write("lib/pf/money/decimal.cpp", '#include <vector>\n  #  include "pf/db/store.hpp"\n')
        self.assertEqual(layers.problems(self.root), ["lib/pf/money/decimal.cpp:2: money may not include db"])

    def test_a_neighbour_is_caught(self):
        self.write("lib/pf/importer/importer.cpp", '#include "pf/lots/book.hpp"\n')
        self.write("lib/pf/report/table.cpp", '#include "pf/cli/common.hpp"\n')
        self.assertEqual(len(layers.problems(self.root)), 2)

    def test_jobs_are_for_apps_alone(self):
        self.write("lib/pf/cli/run_main.cpp", '#include "pf/jobs/import/write.hpp"\n')
        self.assertEqual(layers.problems(self.root), ["lib/pf/cli/run_main.cpp:1: cli may not include jobs"])

    def test_a_capability_sees_what_all_share_and_no_other(self):
        self.write("lib/pf/jobs/import/write.cpp", '#include "pf/jobs/run/open.hpp"\n#include "pf/jobs/books/verify.hpp"\n'
                                                   '#include "pf/jobs/backup/create.hpp"\n')
        self.write("lib/pf/jobs/books/verify.cpp", '#include "pf/jobs/run/open.hpp"\n')
        self.write("lib/pf/jobs/run/open.cpp", '#include "pf/jobs/books/verify.hpp"\n')
        self.assertEqual(layers.problems(self.root), ["lib/pf/jobs/import/write.cpp:3: jobs/import may not include jobs/backup",
                                                      "lib/pf/jobs/run/open.cpp:1: jobs/run may not include jobs/books"])

    def test_a_job_without_a_capability_is_caught(self):
        self.write("lib/pf/jobs/import.cpp", "")
        self.assertEqual(len(layers.problems(self.root)), 1)

    def test_a_library_in_the_wrong_folder_is_caught(self):
        self.write("lib/pf/importer/importer.cpp", "#include <soci/soci.h>\n")
        self.write("lib/pf/jobs/import/write.cpp", "#include <libpq-fe.h>\n")
        self.write("lib/pf/lots/fifo.cpp", "#include <unistd.h>\n")
        self.assertEqual(len(layers.problems(self.root)), 3)

    def test_an_unknown_library_is_caught(self):
        self.write("lib/pf/base/text.cpp", "#include <unknown/library.h>\n")
        self.assertEqual(len(layers.problems(self.root)), 1)

    def test_an_unknown_folder_is_caught(self):
        self.write("lib/pf/misc/things.cpp", "")
        self.write("lib/pf/stray.cpp", "")
        self.assertEqual(len(layers.problems(self.root)), 2)

    def test_a_relative_include_is_caught(self):
        self.write("lib/pf/base/text.cpp", '#include "text.hpp"\n')
        self.write("lib/pf/base/time.cpp", '#include "../money/decimal.hpp"\n')
        self.assertEqual(len(layers.problems(self.root)), 2)

    def test_an_include_in_a_comment_is_none(self):
        self.write("lib/pf/base/text.cpp", '// #include "pf/db/store.hpp"\n/*\n#include "pf/db/store.hpp"\n*/\n')
        self.assertEqual(layers.problems(self.root), [])

    def test_a_circle_in_the_table_is_caught(self):
        layers.LAYERS["base"].append("model")
        self.addCleanup(layers.LAYERS["base"].remove, "model")
        self.assertIn("layers.py: base and model may include each other", layers.table_problems())


class Gcc(Project):
    def setUp(self):
        super().setUp()
        self.addCleanup(setattr, sources, "ROOT", sources.ROOT)
        sources.ROOT = self.root.resolve()
        self.forget()
        self.write("lib/a.hpp", "#pragma once\nstruct A {};\n")
        self.source('#include "a.hpp"\nA make() { return A{}; }\n')

    @staticmethod
    def forget():
        for known in (compiled.includes, compiled.digest, compiled.text_of):
            known.cache_clear()

    def source(self, text):
        self.write("lib/a.cpp", text)
        file = str(sources.ROOT / "lib/a.cpp")
        command = f"env -E X=1 clang++-14 -Ilib -Wall -Xclang -include-pch -Xclang no.pch -o a.o -c {file}"
        self.write("compile_commands.json", json.dumps([{"directory": str(sources.ROOT), "command": command, "file": file}]))

    def problems(self):
        self.forget()
        return "\n".join(gcc.problems(sources.ROOT))

    def test_clean_files_pass_once(self):
        self.assertEqual(self.problems(), "")
        found = compiled.entries(sources.ROOT, ("lib",))
        self.assertEqual([entry["file"][-5:] for entry in found], ["a.cpp"])
        self.assertEqual(gcc.lone_headers(found), [])

    def test_warnings_and_missing_includes_are_caught(self):
        self.source('#include "a.hpp"\nint f() { int unused; return std::string{}.size(); }\n')
        self.assertIn("lib/a.cpp:2: error: unused variable", self.problems())
        self.assertIn("is not a member of", self.problems())

    def test_a_header_that_leans_on_another_is_caught(self):
        self.write("lib/b.hpp", "#pragma once\ninline A b() { return A{}; }\n")
        self.source('#include "a.hpp"\n#include "b.hpp"\n')
        self.assertIn("lib/b.hpp:2: error", self.problems())

    def test_what_changes_in_a_header_is_seen(self):
        self.assertEqual(self.problems(), "")
        self.write("lib/a.hpp", "#pragma once\nstruct B {};\n")
        self.assertIn("does not name a type", self.problems())

    def two_sources(self, text, groups=1):
        """:param text: of both, with NAME where they differ"""
        for name in "ab":
            self.write(f"lib/{name}.cpp", '#include "a.hpp"\n' + text.replace("NAME", name))
        command = "clang++-14 -Ilib -Wall -Wextra -Wshadow -o x.o -c "
        self.write("compile_commands.json", json.dumps([{"directory": str(sources.ROOT), "file": str(sources.ROOT / f"lib/{name}.cpp"),
                                                         "command": command + f"lib/{name}.cpp"} for name in "ab"]))
        self.forget()
        self.assertEqual(len(compiled.groups(compiled.entries(sources.ROOT, ("lib",)))), groups)

    def test_what_cannot_stand_in_one_unit_is_looked_at_alone(self):
        self.two_sources("static A one;\nint NAME() { (void)one; return 1; }\n")
        self.assertEqual(self.problems(), "")

    def test_a_name_of_one_file_alone_keeps_those_apart_who_use_it(self):
        unnamed = "namespace {\nint one()\n{\n    return 1;\n}\n} // namespace\n"
        self.two_sources(f"namespace pf {{\n{unnamed}int NAME() {{ return one(); }}\n}} // namespace pf\n", groups=2)
        self.assertEqual(self.problems(), "")
        self.two_sources(f"namespace pf::NAME {{\n{unnamed}int f() {{ return one(); }}\n}}\n")
        self.assertEqual(self.problems(), "")

    def test_programs_stand_together(self):
        self.two_sources("int main() { int NAME; }\n")
        self.assertIn("lib/b.cpp:2: error: unused variable ‘b’", self.problems())

    def test_a_shadow_within_a_function_is_caught_among_several_files(self):
        self.two_sources("int NAME(int one) { { int const one = 2; return one; } return one; }\n")
        self.assertIn("lib/a.cpp:2: error: declaration of", self.problems())

    def test_a_header_without_a_guard_is_caught(self):
        self.write("lib/a.hpp", "struct A {};\n")
        self.assertIn("lib/a.hpp:1: no #pragma once", self.problems())


class Includes(Project):
    def setUp(self):
        super().setUp()
        self.addCleanup(setattr, sources, "ROOT", sources.ROOT)
        sources.ROOT = self.root.resolve()
        compiled.includes.cache_clear()

    def problems(self):
        return list(includes.problems(sources.ROOT))

    def test_a_name_whose_header_is_not_included_is_caught(self):
        self.write("lib/pf/base/a.hpp", "#pragma once\n#include <string>\nstd::vector<std::string> all();\n")
        self.write("lib/pf/base/b.cpp", "#include <string>\nauto text = fmt::format(std::string{});\n")
        self.assertEqual(self.problems(), ["lib/pf/base/a.hpp:3: std::vector needs <vector>",
                                           "lib/pf/base/b.cpp:2: fmt needs a header <fmt/…>"])

    def test_what_comes_by_a_header_of_ours_or_is_declared_passes(self):
        self.write("lib/pf/base/a.hpp", "#pragma once\n#include <vector>\nnamespace soci {\nclass session;\n}\n"
                                        "std::vector<soci::session*> all();\n")
        self.write("lib/pf/base/a.cpp", '#include "pf/base/a.hpp"\nstd::vector<int> none; // std::map\nauto text = "std::set";\n')
        self.assertEqual(self.problems(), [])

    def test_an_include_in_a_comment_is_none(self):
        self.write("lib/pf/base/a.cpp", "// #include <map>\nstd::map<int, int> pairs;\n")
        self.assertEqual(self.problems(), ["lib/pf/base/a.cpp:2: std::map needs <map>"])

    def test_a_name_that_the_lint_does_not_know_is_told(self):
        self.write("lib/pf/base/a.cpp", "#include <regex>\nstd::regex pattern;\n")
        self.assertEqual(self.problems(), ["lib/pf/base/a.cpp:2: tests/lint/includes.py does not know where std::regex comes from"])


class NoFloat(Project):
    def test_floating_point_is_caught_where_money_passes(self):
        self.write("lib/pf/lots/fifo.cpp", "int a; // double\nlong double b;\nauto c = std::stod(d);\n")
        self.assertEqual(no_float.problems(self.root), ["lib/pf/lots/fifo.cpp:2: double where money passes",
                                                        "lib/pf/lots/fifo.cpp:3: stod where money passes"])

    def test_floating_point_is_caught_in_sql(self):
        self.write("lib/pf/db/store.cpp", 'auto sql = "SELECT CAST(price AS REAL)";\n')
        self.write("schema/sqlite/0001_x.sql", "-- REAL would lose digits\nprice DOUBLE PRECISION\n")
        self.assertEqual(no_float.problems(self.root), ["lib/pf/db/store.cpp:1: REAL where money passes",
                                                        "schema/sqlite/0001_x.sql:2: DOUBLE where money passes"])

    def test_other_words_and_folders_are_left_alone(self):
        self.write("lib/pf/lots/fifo.cpp", 'bool doubled; auto hint = "double the quotes";\n')
        self.write("lib/pf/cli/progress.cpp", "double share;\n")
        self.assertEqual(no_float.problems(self.root), [])

    def test_only_the_named_files_may_calculate_in_floating_point(self):
        self.assertEqual(list(no_float.EXCEPTIONS), ["lib/pf/container/shortest.cpp", "lib/pf/valuation/ratios.cpp"])
        self.write("lib/pf/valuation/ratios.cpp", "double rate;\n")
        self.write("lib/pf/valuation/ratios.hpp", "double rate();\n")
        self.write("lib/pf/valuation/returns.cpp", "float value;\n")
        self.assertEqual(no_float.problems(self.root), ["lib/pf/valuation/ratios.hpp:1: double where money passes",
                                                        "lib/pf/valuation/returns.cpp:1: float where money passes"])


class Guarantees(Project):
    PAGE = ("# Guarantees\n\n### L1: one\n\nA promise.\n\n- [tests/unit/a_test.cpp](../tests/unit/a_test.cpp)\n  - is kept\n\n"
            "### L2: two\n\nAnother.\n\n- [tests/unit/a_test.cpp](../tests/unit/a_test.cpp)\n  - is kept too\n")
    TEST = 'TEST_CASE("L1: is kept")\nTEST_CASE_TEMPLATE("L2: is "\n    "kept too", T)\nTEST_CASE("no number")\n'

    def test_a_page_that_fits_passes(self):
        self.write("docs/guarantees.md", self.PAGE)
        self.write("tests/unit/a_test.cpp", self.TEST)
        self.assertEqual(guarantees.problems(self.root), [])

    def test_what_is_missing_on_either_side_is_caught(self):
        self.write("docs/guarantees.md", self.PAGE)
        self.write("tests/unit/a_test.cpp", 'TEST_CASE("L1: is kept")\nTEST_CASE("L1: also")\nTEST_CASE("L3: new")\n')
        found = "\n".join(guarantees.problems(self.root))
        for part in ("no section for L3", "L1: not listed: also", "no test carries the number L2",
                     "L2: there is no such test: is kept too"):
            self.assertIn(part, found)

    def test_sections_out_of_order_are_caught(self):
        one, two = self.PAGE.index("### L1"), self.PAGE.index("### L2")
        self.write("docs/guarantees.md", self.PAGE[:one] + self.PAGE[two:] + "\n" + self.PAGE[one:two])
        self.write("tests/unit/a_test.cpp", self.TEST)
        self.assertEqual(guarantees.problems(self.root), ["docs/guarantees.md:3: L2 stands where L1 belongs"])

    def test_a_section_in_another_part_is_caught(self):
        self.write("docs/guarantees.md", self.PAGE.replace("### L2", "## S. Snapshots\n\n### L2"))
        self.write("tests/unit/a_test.cpp", self.TEST)
        self.assertEqual(guarantees.problems(self.root), ["docs/guarantees.md:12: L2 stands in part S"])

    def test_methods_of_the_stack_are_tests(self):
        self.write("tests/stack/test_a.py", 'class A(Case):\n    def test_b(self):\n        """C1: starts"""\n')
        self.assertEqual(guarantees.tests_by_number(self.root), {"C1": {"tests/stack/test_a.py": ["starts"]}})

    def test_update_mends_the_lists_and_keeps_the_sentences(self):
        self.write("docs/guarantees.md", self.PAGE)
        self.write("tests/unit/a_test.cpp", self.TEST + 'TEST_CASE("I9: new")\nTEST_CASE("L1, L2: also")\n')
        guarantees.update(self.root)
        self.assertEqual(guarantees.problems(self.root), [])
        page = (self.root / "docs/guarantees.md").read_text(encoding="utf-8")
        self.assertIn("A promise.", page)
        self.assertLess(page.index("### I9"), page.index("### L1"))


class CurrentFolder(Project):
    def test_what_runs_code_of_the_current_folder_is_caught(self):
        for line in ("python3 - 1 <<'X'", "python3 -B -c 'import json'", 'cd "$(dirname "$0")/.."', ". ./lib.sh", "source lib.sh",
                     "export PATH=$x::/bin", "PATH=.:$PATH", "PATH=$PATH: make", "LD_LIBRARY_PATH=$x:$LD_LIBRARY_PATH x"):
            self.write("scripts/x", line + "\n")
            self.assertEqual(len(current_folder.problems(self.root)), 1, line)

    def test_what_names_its_place_passes(self):
        self.write("scripts/x", "python3 -I - 1 <<'X'\npython3 -B tests/x.py\nroot=$(CDPATH='' cd \"$(dirname \"$0\")/..\" && pwd)\n"
                                '. "$root/scripts/lib/x.sh"\nPATH="$PWD/x:$PATH" x\nPATH=$(realpath x):$PATH\ncp x .\n')
        self.assertEqual(current_folder.problems(self.root), [])

    def test_a_library_that_is_looked_for_is_caught(self):
        self.write("lib/pf/db/x.cpp", 'soci::session("sqlite3://x");\n// dlopen("x")\nsoci::session a{soci::sqlite3, "x"};\n')
        self.assertEqual(current_folder.problems(self.root), ["lib/pf/db/x.cpp:1: a library is loaded by name; link it"])


class Image(Project):
    DOCKERFILE = "COPY lib/pf/base lib/pf/base\nRUN docker/compile pf\nCOPY apps apps\nRUN docker/compile\n"

    def setUp(self):
        super().setUp()
        self.write("lib/pf/base/text.cpp", "")
        self.write("apps/pf-x.cpp", "")
        self.write(".dockerignore", "*\n!apps\n!lib\n")
        self.write("Dockerfile", self.DOCKERFILE)

    def test_an_image_of_everything_passes(self):
        self.assertEqual(image.problems(self.root), [])

    def test_a_folder_that_is_left_out_is_caught(self):
        self.write("lib/pf/money/decimal.cpp", "")
        self.assertEqual(image.problems(self.root),
                         ["Dockerfile:1: lib/pf/money is not copied; add a COPY after those folders that it includes"])

    def test_what_is_installed_and_left_out_is_caught(self):
        self.write("cmake/install.cmake", "install(DIRECTORY ${PROJECT_SOURCE_DIR}/contrib/cron DESTINATION lib)\n"
                                          "install(DIRECTORY ${PROJECT_SOURCE_DIR}/lib/pf DESTINATION include)\n")
        self.assertEqual(image.problems(self.root), ["Dockerfile:1: contrib/cron is installed, but not copied"])

    def test_what_is_not_there_or_kept_from_the_builder_is_caught(self):
        self.write("Dockerfile", "COPY lib/pf/old lib/pf/old\nCOPY cmake cmake\n" + self.DOCKERFILE)
        self.write("cmake/a.cmake", "")
        self.assertEqual(image.problems(self.root),
                         ["Dockerfile:1: there is no lib/pf/old",
                          ".dockerignore:1: cmake is kept from the builder, but the Dockerfile copies it"])


class Commits(Project):
    def test_what_must_not_be_committed_is_caught(self):
        for backend in commits.BACKENDS:
            self.write(f"schema/{backend}/0001_create_a.sql", "-- pf:down\n")
        self.assertEqual(commits.problems(self.root), [])
        self.write("a.pem", "x\n-----BEGIN RSA " + "PRIVATE KEY-----\n")
        self.write(".env", "A=1\n")
        self.write("big", "x" * (commits.MOST_BYTES + 1))
        self.write("schema/sqlite/0003_create_c.sql", "")
        found = "\n".join(commits.problems(self.root))
        for part in ("a.pem:2: a private key", ".env:1: this file", "big:1: ", "0003_create_c.sql:1: its number should be 0002",
                     "0003_create_c.sql:1: no way back", "0003_create_c.sql:1: postgresql has no such"):
            self.assertIn(part, found)


class Editor(Project):
    NAMES = (".vscode/launch.json", ".vscode/tasks.json", ".devcontainer/devcontainer.json", ".pre-commit-config.yaml",
             "CMakePresets.json", "scripts/dev", "scripts/lint", "scripts/stack", "docker-compose.yml", "docker-compose.dev.yml")

    def test_names_of_nothing_are_caught(self):
        for name in self.NAMES:
            self.write(name, (sources.ROOT / name).read_text(encoding="utf-8"))
        for path in (sources.ROOT / "apps").glob("*.cpp"):
            self.write("apps/" + path.name, "")
        self.assertEqual(editor.problems(self.root), [])
        for name, old, new in ((".vscode/launch.json", "apps/pf-import", "apps/pf-export"),
                               (".vscode/launch.json", "watch/apps/pf-migrate", "none/apps/pf-migrate"),
                               (".vscode/launch.json", '"build programs"', '"build nothing"'),
                               (".vscode/tasks.json", "scripts/dev watch", "scripts/dev wait"),
                               (".vscode/tasks.json", "scripts/stack up", "scripts/stacks up"),
                               (".devcontainer/devcontainer.json", '"service": "dev"', '"service": "none"'),
                               (".pre-commit-config.yaml", "id: layers", "id: layer")):
            text = (self.root / name).read_text(encoding="utf-8")
            self.write(name, text.replace(old, new))
            self.assertNotEqual(editor.problems(self.root), [], new)
            self.write(name, text)


class Compose(Project):
    FILES = ("docker-compose.yml", "docker-compose.dev.yml", "docker-compose.prod.yml")

    def check(self):
        script = sources.ROOT / "tests" / "lint" / "compose.sh"
        return subprocess.run([script, self.root], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False)

    def test_a_key_that_compose_does_not_know_is_caught(self):
        for name in self.FILES:
            self.write(name, (sources.ROOT / name).read_text(encoding="utf-8"))
        done = self.check()
        if done.stdout.startswith("not checked"):
            self.skipTest(done.stdout.strip())
        self.assertEqual(done.returncode, 0, done.stdout)
        text = (self.root / self.FILES[1]).read_text(encoding="utf-8")
        self.write(self.FILES[1], text.replace("    working_dir: ", "    work_dir: "))
        self.assertNotEqual(self.check().returncode, 0)


class Links(Project):
    def test_links_to_files_and_headings_pass(self):
        self.write("README.md", "# Top\n[a](docs/a.md#the-heading) [web](https://example.org) [self](#top)\n")
        self.write("docs/a.md", "## The `heading`\n[back](../README.md)\n```\n[code](nowhere.md)\n# no heading\n```\n")
        self.assertEqual(links.problems(self.root), [])

    def test_messages_that_are_explained_pass(self):
        self.write("lib/pf/migration/a.cpp", 'throw Error{ExitCode::schema, fmt::format("version {} is "\n "late", n)};')
        self.write("docs/migrations.md", "## When it fails\n| message | way out |\n| `version N is late` | wait |\n")
        self.assertEqual(messages.problems(self.root), [])

    def test_messages_that_are_not_explained_or_not_said_are_caught(self):
        self.write("lib/pf/migration/a.cpp", 'int a;\nthrow Error{ExitCode::schema, "is too early"};')
        self.write("docs/migrations.md", "## When it fails\n| `is too late` | wait |\n")
        self.assertEqual([str(problem) for problem in messages.problems(self.root)],
                         ['lib/pf/migration/a.cpp:2: docs/migrations.md does not explain "is too early"',
                          'docs/migrations.md:2: the engine does not say "is too late"'])

    def test_dead_links_and_lone_pages_are_caught(self):
        self.write("README.md", "[a](docs/b.md)\n[c](docs/a.md#nothing)\n")
        self.write("docs/a.md", "# A\n")
        self.write("docs/lone.md", "# Lone\n")
        self.assertEqual(links.problems(self.root), ["README.md:1: there is no docs/b.md",
                                                     "README.md:2: docs/a.md has no heading #nothing",
                                                     "docs/lone.md:1: no page links to it"])


class Hygiene(Project):
    def test_notes_spaces_tabs_and_missing_ends_are_caught(self):
        self.write("lib/pf/base/a.cpp", "// TO" "DO later\nint a; \n\tint b;\nint c;")
        self.assertEqual([problem.split(": ")[0] for problem in hygiene.problems(self.root)],
                         [f"lib/pf/base/a.cpp:{line}" for line in (1, 2, 3, 4)])

    def test_what_a_merge_left_is_caught(self):
        self.write("scripts/setup", 'A="a\n' + "<" * 7 + ' HEAD\nb\n=======\nc\n' + ">" * 7 + ' 0123456 (More)\n"\n')
        self.assertEqual([problem.split(": ")[0] for problem in hygiene.problems(self.root)],
                         ["scripts/setup:2", "scripts/setup:6"])

    def test_a_long_function_of_a_program_is_caught(self):
        body = "    x();\n" * 39
        self.write("apps/pf-x.cpp", "int a()\n{\n" + body + "}\n\nint b()\n{\n    x();\n}\n")
        self.write("lib/pf/base/x.cpp", "int a()\n{\n" + body + "}\n")
        self.assertEqual(hygiene.problems(self.root),
                         ["apps/pf-x.cpp:2: a function of 41 lines; a program's have 40 at most"])

    def test_a_file_beyond_measure_is_caught(self):
        self.write("lib/pf/base/a.cpp", "int a;\n" * 701)
        self.assertEqual(len(hygiene.problems(self.root)), 1)

    def test_samples_keep_their_bytes(self):
        self.write("tests/cli/pf-import/x/input.txt", "a\t \r\n")
        self.assertEqual(hygiene.problems(self.root), [])


if __name__ == "__main__":
    unittest.main()
