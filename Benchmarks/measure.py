"""Runs the measurements and compares them with the goals; called by Benchmarks/run."""

import argparse
import os
import pathlib
import shutil
import sys
import tempfile

import latency
import throughput
from report import Failure, Report, Unavailable

ROOT = pathlib.Path(__file__).resolve().parent.parent
USAGE, UNAVAILABLE, FAILED = 64, 69, 2


class Arguments(argparse.ArgumentParser):
    def error(self, message):
        self.print_usage(sys.stderr)
        self.exit(USAGE, f"{self.prog}: {message}\n")


def arguments():
    parser = Arguments(prog="Benchmarks/run", description="Speed as ratios to the Python reference, and latency.")
    parser.add_argument("--runs", type=int, default=3, help="alternating runs of both sides; the median counts")
    parser.add_argument("--events", type=int, default=1_000_000, help="events of the throughput input")
    parser.add_argument("--only", choices=["throughput", "latency"], help="measure only this")
    parser.add_argument("--rate", type=int, default=1_000, help="events a second of the latency run")
    parser.add_argument("--seconds", type=int, default=30, help="length of the latency run, of which 5 s do not count")
    parser.add_argument("--peers", type=pathlib.Path, default=ROOT.parent / "shared" / "peers")
    parser.add_argument("--keep", action="store_true", help="keep the log, the lake and the peer's output")
    options = parser.parse_args()
    if options.runs < 1 or options.events < 1 or options.rate < 1 or options.seconds <= latency.WARM_SECONDS:
        parser.error(f"--runs, --events and --rate: at least 1; --seconds: more than {latency.WARM_SECONDS}")
    return options


def main():
    options = arguments()
    binary = pathlib.Path(os.environ.get("WARDFLOW_BINARY") or ROOT / ".build" / "release" / "wardflow")
    report = Report()
    # The generated input is kept for the next run; everything else goes.
    cache = pathlib.Path(tempfile.gettempdir()) / "wardflow-benchmarks"
    cache.mkdir(exist_ok=True)
    work = pathlib.Path(tempfile.mkdtemp(prefix="run-", dir=cache))
    try:
        if not os.access(binary, os.X_OK):
            raise Unavailable(f"{binary}: no release build; run `make build`")
        if options.only != "latency":
            throughput.measure(report, binary, ROOT, options, cache, work)
        if options.only != "throughput":
            latency.measure(report, binary, ROOT, options, work)
    except Unavailable as error:
        print(f"bench: {error}", file=sys.stderr)
        return UNAVAILABLE
    except Failure as error:
        print(f"bench: {error}", file=sys.stderr)
        return FAILED
    finally:
        if options.keep:
            print(f"bench: kept {work}", file=sys.stderr)
        else:
            shutil.rmtree(work, ignore_errors=True)
    return 1 if report.is_short else 0


if __name__ == "__main__":
    sys.exit(main())
