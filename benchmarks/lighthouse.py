"""`python -m benchmarks lighthouse`: what Lighthouse says of a patient's pages on a slow phone.

Lighthouse is a program for Node and not part of this project's tools: `npm install --prefix FOLDER lighthouse@12.8.2`
puts it into a folder outside of the checkout, and the variable LIGHTHOUSE is then FOLDER/node_modules/.bin/lighthouse.
It is run as it comes: a phone, its processor four times slower, its network a slow 4G.
"""

import json
import os
import shutil
import subprocess
import tempfile
from collections.abc import Mapping
from typing import Any

from benchmarks.apart import PartFailed
from benchmarks.both import Part
from benchmarks.figure import Figure, at_least, at_most, figure, not_measured
from benchmarks.http import clinic
from benchmarks.http_server import server
from benchmarks.sizes import Sizes

SCORE, WEIGHT = at_least(98), at_most(80)
CATEGORIES = {"performance": "performance", "accessibility": "accessibility", "best-practices": "best_practices"}
PAGES = {  # name: address, where COURSE is a course's number
    "next": "/my/",
    "diary": "/my/COURSE/diary/",
    "progress": "/my/COURSE/progress/",
    "visits": "/my/COURSE/visits/",
    "check_in": "/my/COURSE/check-in/",
    "medicines": "/my/COURSE/medicines/",
    "evaluation": "/my/COURSE/evaluation/",
    "leaflet": "/about/risks/",
    "sign_in": "/accounts/login/",
}
_OUT = frozenset(("sign_in",))  # seen by whoever is not signed in
_WHY = "Lighthouse is not here. Install it: npm install --prefix FOLDER lighthouse@12.8.2, and set LIGHTHOUSE."


def parts() -> Mapping[str, Part]:
    return {"pages": lambda sizes, _: measure(sizes, [])}


def measure(sizes: Sizes, only: list[str]) -> list[Figure]:
    program = os.environ.get("LIGHTHOUSE") or shutil.which("lighthouse")
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    if not program or not chromium:
        return [not_measured(f"lighthouse_{name}", "of 100", _WHY, SCORE) for name in CATEGORIES.values()]
    with tempfile.TemporaryDirectory(prefix="enthesis-bench-") as home:
        one = clinic(home, "", "make", "1")["patients"][0]
        with server("benchmarks.http_app:application", home, "") as (port, _):
            found = {
                name: _report(
                    [program, f"http://127.0.0.1:{port}{path.replace('COURSE', one['course'])}"],
                    chromium,
                    "" if name in _OUT else one["session"],
                )
                for name, path in PAGES.items()
            }
    return [told for name, report in found.items() for told in _figures(name, report)]


def _report(command: list[str], chromium: str, session: str) -> dict[str, Any]:
    done = subprocess.run(
        [
            *command,
            *("--output=json", "--quiet", "--no-enable-error-reporting"),
            f"--only-categories={','.join(CATEGORIES)}",
            f"--extra-headers={json.dumps({'Cookie': f'sessionid={session}'} if session else {})}",
            "--chrome-flags=--headless=new --no-sandbox --disable-gpu --disable-background-networking",
        ],
        env={**os.environ, "CHROME_PATH": chromium},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise PartFailed(f"Lighthouse ended with status {done.returncode}: {done.stderr.strip()[-400:]}")
    return dict(json.loads(done.stdout))


def _figures(name: str, report: dict[str, Any]) -> list[Figure]:
    audits = report["audits"]
    times = ", ".join(
        f"{short} {audits[audit]['numericValue']:.3g}"
        for short, audit in (
            ("largest paint ms", "largest-contentful-paint"),
            ("blocked ms", "total-blocking-time"),
            ("shift", "cumulative-layout-shift"),
        )
    )
    weight = audits["total-byte-weight"]["numericValue"] / 1024
    return [
        *(
            figure(f"lighthouse_{said}_{name}", report["categories"][each]["score"] * 100, "of 100", times, SCORE)
            for each, said in CATEGORIES.items()
        ),
        figure(f"lighthouse_weight_{name}", weight, "kB", "everything that the page loads, as it is sent", WEIGHT),
    ]
