"""Counts the tests in a ctest report: python3 count-tests.py REPORT

A Qt Test program counts with its own totals, any other test as one. A program that fails without a failed test function
(because of a crash, a timeout or a sanitizer) counts as one failure. Exits with 1 if a test failed or none ran.
"""

import re
import sys
import xml.etree.ElementTree as ElementTree

TOTALS = re.compile(r"^Totals: (\d+) passed, (\d+) failed, (\d+) skipped, (\d+) blacklisted", re.MULTILINE)


def count(report):
    passed = failed = skipped = 0
    for case in ElementTree.parse(report).getroot().iter("testcase"):
        status = case.get("status")
        totals = [tuple(map(int, found)) for found in TOTALS.findall(case.findtext("system-out") or "")]
        failures = sum(total[1] for total in totals)
        passed += sum(total[0] for total in totals)
        skipped += sum(total[2] + total[3] for total in totals)
        reason = case.find("skipped")
        if status == "notrun" and not (reason is not None and reason.get("message", "").startswith("SKIP_")):
            status = "fail"  # the program is missing or could not be started
        if status == "fail":
            failed += max(failures, 1)
            print(f"failed: {case.get('name')}")
        elif status == "run":
            failed += failures
            passed += not totals
        else:  # skipped or disabled
            skipped += not totals
    return passed, failed, skipped


def main():
    try:
        passed, failed, skipped = count(sys.argv[1])
    except (OSError, ElementTree.ParseError) as error:
        print(f"count-tests: the report cannot be read: {error}", file=sys.stderr)
        passed, failed, skipped = 0, 1, 0
    if passed + failed == 0:
        print("count-tests: no test ran", file=sys.stderr)
    print(f"{passed} passed, {failed} failed, {skipped} skipped")
    return 1 if failed or not passed else 0


if __name__ == "__main__":
    sys.exit(main())
