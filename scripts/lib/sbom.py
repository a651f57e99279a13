"""What a built Debian package is made of, as an SPDX 2.3 document on stdout.

Usage: python3 -B scripts/lib/sbom.py SOURCE_FOLDER    in which dpkg-buildpackage ran, on the machine where it did

Named are the packages whose libraries the programs load, and those that the build took headers from, each with its version and
its source package. Without times of the clock: the same build gives the same document.
"""

import datetime
import json
import os
import pathlib
import re
import subprocess
import sys


def output_of(*command):
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


def field(source, name):
    return output_of("dpkg-parsechangelog", f"--file={source}/debian/changelog", f"--show-field={name}").strip()


def owner(library):
    """The package of a file; dpkg knows some by the name they had before /lib became a link to /usr/lib."""
    real = os.path.realpath(library)
    for name in (real, real.removeprefix("/usr")):
        found = subprocess.run(["dpkg-query", "--search", name], capture_output=True, text=True, check=False)
        if found.returncode == 0:
            return found.stdout.split(":")[0]
    sys.exit(f"sbom: no package has {library}")


def loaded(source):
    """The packages whose libraries the programs are linked with."""
    files = [path for path in (source / "debian/pf/usr").rglob("*") if path.is_file() and path.read_bytes()[:4] == b"\x7fELF"]
    libraries = set()
    for path in files:
        libraries.update(re.findall(r" => (/\S+) \(", output_of("ldd", str(path))))
    return {owner(library) for library in libraries if not library.startswith(str(source))}


def build_time(source):
    """The packages that debian/control asks for."""
    control = (source / "debian/control").read_text(encoding="utf-8")
    words = re.search(r"^Build-Depends:((?:.*\n )*.*)\n", control, re.MULTILINE)[1]
    names = {re.match(r"[\w.+-]+", word.strip())[0] for word in words.split(",")}
    return {name for name in names if name.endswith("-dev")}


def described(name):
    version, source = output_of("dpkg-query", "--show", "--showformat=${Version}\t${source:Package}\n", name).splitlines()[0].split("\t")
    return {"SPDXID": f"SPDXRef-{re.sub('[^A-Za-z0-9.-]', '-', name)}", "name": name, "versionInfo": version,
            "downloadLocation": "NOASSERTION", "filesAnalyzed": False, "licenseConcluded": "NOASSERTION", "licenseDeclared": "NOASSERTION",
            "copyrightText": "NOASSERTION", "supplier": "Organization: Debian", "sourceInfo": f"built from the Debian source package {source}",
            "externalRefs": [{"referenceCategory": "PACKAGE-MANAGER", "referenceType": "purl",
                              "referenceLocator": f"pkg:deb/debian/{name}@{version}"}]}


def document(source):
    version = field(source, "Version")
    made = datetime.datetime.fromtimestamp(int(field(source, "Timestamp")), datetime.timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")
    own = {"SPDXID": "SPDXRef-pf", "name": "pf", "versionInfo": version, "downloadLocation": "NOASSERTION", "filesAnalyzed": False,
           "licenseConcluded": "MIT", "licenseDeclared": "MIT", "copyrightText": "Copyright (c) 2026 The pf authors",
           "supplier": "Organization: The pf authors"}
    runtime, headers = sorted(loaded(source)), sorted(build_time(source))
    packages = [own] + [described(name) for name in sorted({*runtime, *headers})]
    ids = {package["name"]: package["SPDXID"] for package in packages}
    relations = [("SPDXRef-DOCUMENT", "DESCRIBES", own["SPDXID"])]
    relations += [(own["SPDXID"], "DYNAMIC_LINK", ids[name]) for name in runtime]
    relations += [(ids[name], "BUILD_DEPENDENCY_OF", own["SPDXID"]) for name in headers]
    return {"spdxVersion": "SPDX-2.3", "dataLicense": "CC0-1.0", "SPDXID": "SPDXRef-DOCUMENT", "name": f"pf-{version}",
            "documentNamespace": f"https://pf.example.org/spdx/pf-{version}",
            "creationInfo": {"created": made, "creators": ["Organization: The pf authors"]},
            "packages": packages,
            "relationships": [{"spdxElementId": one, "relationshipType": kind, "relatedSpdxElement": other} for one, kind, other in relations]}


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    json.dump(document(pathlib.Path(sys.argv[1]).resolve()), sys.stdout, indent=2)
    print()
