"""Runs the tests by parts and counts them: `make test` and its relatives call this.

    run.py [quick] PART...    parts: cpp python asan planted fuzz

cpp      the C++ tests of build/release, by ctest
python   the Python tests, by pytest
asan     the C++ tests of build/asan: AddressSanitizer and UndefinedBehaviorSanitizer
planted  build/planted: every bug planted in engine/ and query/ must be caught by a C++ test
fuzz     each fuzz program of build/asan, for SEINE_FUZZ_SECONDS (20)

With `quick` the slow tests are left out. The last line says how many passed and failed;
build/results/totals has the same two numbers.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import time
import xml.etree.ElementTree as ElementTree
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
RESULTS = ROOT / "build" / "results"
JOBS = os.environ.get("JOBS") or str(os.cpu_count() or 2)
# Fewer than these means that somebody's proof was lost, not that all is well.
LEAST_PLANTED_BUGS = 35
# The programs that must see a planted bug: worlds made for one, engine against oracle, parts.
PLANTED_PROGRAMS = "^(traps|differential|query|block_evaluator|container|bitmap)_test$"
LEAST_FUZZ_PROGRAMS = 3


@dataclass
class Count:
    passed: int = 0
    failed: int = 0
    skipped: int = 0

    def __iadd__(self, other: Count) -> Count:
        self.passed += other.passed
        self.failed += other.failed
        self.skipped += other.skipped
        return self

    def __str__(self) -> str:
        skipped = f", {self.skipped} skipped" if self.skipped else ""
        return f"{self.passed} passed, {self.failed} failed{skipped}"


def one(passed: bool) -> Count:
    return Count(passed=1) if passed else Count(failed=1)


def say(text: str) -> None:
    print(text, flush=True)


def run(command: list[str], **environment: str) -> int:
    return subprocess.run(command, cwd=ROOT, env={**os.environ, **environment}).returncode


def count_junit(path: Path) -> Count:
    """The test cases of a JUnit file, as pytest and GoogleTest write them."""
    count = Count()
    for case in ElementTree.parse(path).iter("testcase"):
        if case.find("failure") is not None or case.find("error") is not None:
            count.failed += 1
        elif case.find("skipped") is not None or case.get("status") in ("notrun", "disabled"):
            count.skipped += 1
        else:
            count.passed += 1
    return count


def failed_tests(report: Path) -> list[str]:
    if not report.exists():
        return []
    cases = ElementTree.parse(report).iter("testcase")
    return [case.get("name", "?") for case in cases if case.get("status") == "fail"]


def ctest(build: str, name: str, *options: str, **environment: str) -> tuple[int, Path]:
    """Runs ctest in build/<build>; its exit code and its report."""
    report = RESULTS / f"{name}.xml"
    report.unlink(missing_ok=True)
    command = ["ctest", "--test-dir", f"build/{build}", "-j", JOBS, "--no-tests=error"]
    return run([*command, "--output-junit", str(report), *options], **environment), report


def cpp_tests(build: str, name: str, quick: bool, **environment: str) -> Count:
    """Counts the cases inside each program; one that died without a report is one failure."""
    cases = RESULTS / f"{name}-cases"
    shutil.rmtree(cases, ignore_errors=True)  # GoogleTest does not overwrite
    options = ["--output-on-failure", *(["-L", "quick"] if quick else [])]
    code, report = ctest(build, name, *options, GTEST_OUTPUT=f"xml:{cases}/", **environment)
    if not report.exists():
        return Count(failed=1)
    count = Count()
    for test in ElementTree.parse(report).iter("testcase"):
        inside = cases / f"{test.get('name')}.xml"
        own = count_junit(inside) if inside.exists() else Count()
        program_failed = test.get("status") != "run"
        if own.passed + own.failed + own.skipped == 0:
            own = one(not program_failed)
        elif program_failed and own.failed == 0:
            own.failed = 1
        count += own
    if code != 0 and count.failed == 0:
        count.failed = 1
    return count


def part_cpp(quick: bool) -> Count:
    return cpp_tests("release", "cpp", quick)


def part_asan(quick: bool) -> Count:
    del quick
    say("asan runs the tests labelled quick; the slow ones run without sanitizers in cpp")
    environment = {"UBSAN_OPTIONS": "print_stacktrace=1", "ASAN_OPTIONS": "strict_string_checks=1"}
    return cpp_tests("asan", "asan", True, **environment)


def part_python(quick: bool) -> Count:
    report = RESULTS / "python.xml"
    selection = ["-m", "not slow"] if quick else []
    # One process per core.
    spread = ["-n", JOBS, "--dist", "worksteal"]
    code = run([sys.executable, "-m", "pytest", *spread, f"--junitxml={report}", *selection])
    count = count_junit(report) if report.exists() else Count()
    if code != 0 and count.failed == 0:
        count.failed = 1
    return count


def planted_bugs() -> list[str]:
    names: set[str] = set()
    for folder in ("engine", "query"):
        for path in sorted((ROOT / folder).glob("*.*")):
            if path.suffix in (".cc", ".h"):
                names.update(re.findall(r'\bPlanted\("([\w-]+)"\)', path.read_text()))
    return sorted(names)


def part_planted(quick: bool) -> Count:
    del quick
    bugs = planted_bugs()
    code, _ = ctest("planted", "planted", "-R", PLANTED_PROGRAMS, "--output-on-failure")
    say(f"planted: with no bug awake the tests {'pass' if code == 0 else 'FAIL'}")
    count = one(code == 0)
    for bug in bugs:
        options = ["-R", PLANTED_PROGRAMS, "--stop-on-failure", "--timeout", "120", "-Q"]
        _, report = ctest("planted", f"planted-{bug}", *options, SEINE_PLANT=bug)
        caught = failed_tests(report)
        say(f"planted {bug}: {'caught by ' + ', '.join(caught) if caught else 'NOT CAUGHT'}")
        count += one(bool(caught))
    if len(bugs) < LEAST_PLANTED_BUGS:
        say(f"planted: {len(bugs)} bugs in the sources, at least {LEAST_PLANTED_BUGS} expected")
        count.failed += 1
    return count


def part_fuzz(quick: bool) -> Count:
    del quick
    count = Count()
    sources = sorted((ROOT / "tests" / "fuzz").glob("*_fuzz.cc"))
    for source in sources:
        corpus = ROOT / "tests" / "fuzz" / "corpus" / source.stem.removesuffix("_fuzz")
        say(f"fuzz {source.stem}")
        seconds = os.environ.get("SEINE_FUZZ_SECONDS", "20")
        command = [f"build/asan/{source.stem}", f"--seconds={seconds}"]
        code = run([*command, str(corpus)] if corpus.is_dir() else command)
        if code != 0:
            say(f"fuzz {source.stem}: FAILED ({code}); repeat with")
            say(f"  build/asan/{source.stem} --replay build/asan/{source.stem}.input")
        count += one(code == 0)
    if len(sources) < LEAST_FUZZ_PROGRAMS:
        say(f"fuzz: {len(sources)} programs, at least {LEAST_FUZZ_PROGRAMS} expected")
        count.failed += 1
    return count


PARTS = {
    "cpp": part_cpp,
    "python": part_python,
    "asan": part_asan,
    "planted": part_planted,
    "fuzz": part_fuzz,
}


def main(arguments: list[str]) -> int:
    quick = "quick" in arguments
    names = [name for name in arguments if name != "quick"]
    if not names or any(name not in PARTS for name in names):
        print(__doc__, file=sys.stderr)
        return 2
    RESULTS.mkdir(parents=True, exist_ok=True)
    total = Count()
    table = []
    for name in names:
        say(f"== tests: {name}")
        start = time.monotonic()
        count = PARTS[name](quick)
        seconds = time.monotonic() - start
        table.append(f"  {name:8} {count}  ({seconds:.0f} s)")
        total += count
    (RESULTS / "totals").write_text(f"{total.passed} {total.failed}\n")
    say("")
    for line in table:
        say(line)
    say(f"total: {total}")
    return 0 if total.failed == 0 and total.passed > 0 else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
