"""`python -m benchmarks NAME [--json]`, from the checkout."""

import argparse
import sys
from dataclasses import replace

from benchmarks import booking, brain, closing, course, growth, http, lighthouse, races, registry, sequences, simulated
from benchmarks.apart import PartFailed
from benchmarks.figure import as_json, as_table
from benchmarks.sizes import QUICK, Sizes

NAMES = {
    "booking": booking,
    "brain": brain,
    "closing": closing,
    "course": course,
    "growth": growth,
    "http": http,
    "lighthouse": lighthouse,
    "races": races,
    "registry": registry,
    "sequences": sequences,
    "simulated": simulated,
}

EXIT = """exit status:
  0  every bar holds
  1  a bar does not hold, or was not measured
  2  bad input
  3  a part of the benchmark could not run
"""


def main() -> int:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks",
        description="How fast Enthesis is: ratios, measured side by side in one run, in temporary clinics only.",
        epilog=EXIT,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("name", choices=NAMES, help="which benchmark")
    parser.add_argument("--json", action="store_true", help="print a JSON list, one object for each figure")
    parser.add_argument("--quick", action="store_true", help="smaller sizes: under a minute, rougher figures")
    parser.add_argument("--only", action="append", default=[], metavar="PART", help="only this part; may be repeated")
    size = parser.add_argument_group("sizes")
    size.add_argument("--repetitions", type=_count, metavar="N", help="of each comparison")
    size.add_argument("--events", type=_count, metavar="N", help="of the course that is folded, 90 or more")
    size.add_argument("--record-courses", type=_count, metavar="N", help="recorded in each repetition")
    size.add_argument("--many-courses", type=_count, metavar="N", help="that take an event each in turn")
    size.add_argument("--worklist", type=_counts, metavar="N,N,...", help="active courses, growing")
    size.add_argument("--import-courses", type=_count, metavar="N", help="imported")
    size.add_argument("--engine-courses", type=_count, metavar="N", help="that take twelve steps each")
    size.add_argument("--pages", type=_count, metavar="N", help="that the server shows before its memory is read")
    size.add_argument("--rounds", type=_count, metavar="N", help="of many clients that want one time")
    size.add_argument("--bookings", type=_count, metavar="N", help="of each client at times of its own")
    size.add_argument("--attempts", type=_count, metavar="N", help="at overlapping series, of all clients together")
    size.add_argument("--sequences", type=_count, metavar="N", help="courses whose bookings go through anything")
    size.add_argument("--patients", type=_count, metavar="N", help="who write diaries at the same time")
    size.add_argument("--seconds", type=_count, metavar="N", help="for which they do")
    size.add_argument("--simulated-clinics", type=_count, metavar="N", help="whose truth is known")
    size.add_argument("--registry-courses", type=_count, metavar="N", help="of made-up clinics")
    size.add_argument("--requests", type=_count, metavar="N", help="of each page in each repetition")
    args = vars(parser.parse_args())
    benchmark = NAMES[args["name"]]
    unknown = [name for name in args["only"] if name not in benchmark.parts()]
    if unknown:
        parser.error(f'no part is called "{unknown[0]}"; there are {", ".join(benchmark.parts())}')
    sizes = QUICK if args["quick"] else Sizes()
    given = {name: value for name, value in args.items() if value is not None and hasattr(sizes, name)}
    try:
        figures = benchmark.measure(replace(sizes, **given), args["only"])
    except PartFailed as problem:
        print(f"benchmarks: {problem}", file=sys.stderr)
        return 3
    print(as_json(figures) if args["json"] else as_table(figures))
    return 0 if all(each.holds is not False for each in figures) else 1


def _count(text: str) -> int:
    if not (text.isascii() and text.isdecimal()) or int(text) < 1:
        raise argparse.ArgumentTypeError(f'"{text}" is not a whole number from 1 on')
    return int(text)


def _counts(text: str) -> tuple[int, ...]:
    found = tuple(map(_count, text.split(",")))
    if list(found) != sorted(set(found)):
        raise argparse.ArgumentTypeError(f'"{text}" does not grow')
    return found


if __name__ == "__main__":
    sys.exit(main())
