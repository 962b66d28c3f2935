"""Cost per event and rows a day beside the figures that are kept; called by Benchmarks/run-gate."""

import argparse
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

import growth

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
sys.path.append(str(ROOT / "Benchmarks"))
from report import Failure, Report, Unavailable  # noqa: E402

FIGURES = pathlib.Path(__file__).with_name("figures.json")
USAGE, UNAVAILABLE, FAILED = 64, 69, 2
DAYS = 7
# The pipeline as it is shipped, but commits by records and not by the clock, so that every machine writes the same rows.
REPLACED = {
    r"^schemas: .*$": f"schemas: {ROOT / 'schemas'}",
    r"^  batch_records: .*$": "  batch_records: 2000",
    r"^commit:\n  every: .*\n  max_records: .*$": "commit:\n  every: 24h\n  max_records: 2000",
    r"^snapshot:\n  every: .*$": "snapshot:\n  every: 24h",
    r"^housekeeping: (.*)\n  every: .*$": r"housekeeping:\n  every: 24h",
}


class Arguments(argparse.ArgumentParser):
    def error(self, message):
        self.print_usage(sys.stderr)
        self.exit(USAGE, f"{self.prog}: {message}\n")


def arguments():
    parser = Arguments(prog="Benchmarks/run-gate", description="Cost per event and rows a day beside the figures kept.")
    parser.add_argument("--runs", type=int, default=5, help="alternating runs of pipeline and loop; the median counts")
    parser.add_argument("--update", action="store_true", help="keep what is measured now")
    options = parser.parse_args()
    if options.runs < 1:
        parser.error("--runs: at least 1")
    return options


def pipeline(work):
    text = (ROOT / "pipelines" / "adt.yaml").read_text()
    for pattern, replacement in REPLACED.items():
        text, count = re.subn(pattern, replacement, text, flags=re.MULTILINE)
        if count != 1:
            raise Failure(f"pipelines/adt.yaml has {count} places like {pattern!r}, expected one")
    path = work / "gate.yaml"
    path.write_text(text)
    return path


def spend(command):
    """Runs to the end; what it printed, and its CPU seconds as the kernel counted them."""
    with tempfile.TemporaryFile() as said:
        process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=said)
        output = process.stdout.read()
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode != 0:
            said.seek(0)
            raise Failure(f"{' '.join(map(str, command[:2]))} ended with {process.returncode}: {said.read()[-400:].decode()}")
    return output, usage.ru_utime + usage.ru_stime


def measure(binary, runs, work):
    """The figures, in the order they are printed."""
    log, lake = work / "log", work / "lake"
    spend([binary, "feed", "--seed", "7", "--days", str(DAYS), "--partitions", "1", "--to", f"log:{log}"])
    command = [binary, "run", "--log", f"log:{log}", "--lake", lake, "--pipeline", pipeline(work)]
    command += ["--until-end", "--json", "--no-sync"]
    costs, loops, written = [], [], set()
    for _ in range(runs):
        shutil.rmtree(lake, ignore_errors=True)
        output, cost = spend(command)
        summary = json.loads(output)
        costs.append(cost)
        loops.append(spend([sys.executable, "-I", pathlib.Path(__file__).with_name("loop.py")])[1])
        written.add((summary["records"], summary["rows_written"], summary["bytes_written"]))
    if len(written) != 1:
        raise Failure(f"runs over one log wrote different records, rows and bytes: {sorted(written)}")
    records, rows, size = written.pop()
    if records == 0:
        raise Failure("the run read no record")
    return {
        "loops_per_million_events": growth.ratio(costs, loops) / records * 1e6,
        "rows_a_day": rows / DAYS,
        "kilobytes_a_day": size / DAYS / 1000,
    }


def judge(figures, kept):
    """Prints the lines; whether a figure is short."""
    report = Report()
    remarks = []
    for name, value in figures.items():
        report.goal(name, value, growth.limit(kept[name]), digits=0)
        remarks.append(growth.remark(name, value, kept[name]))
    for text in filter(None, remarks):
        print(f"gate: {text}", flush=True)
    return report.is_short


def main():
    options = arguments()
    binary = pathlib.Path(os.environ.get("WARDFLOW_BINARY") or ROOT / ".build" / "release" / "wardflow")
    work = pathlib.Path(tempfile.mkdtemp(prefix="wardflow-gate-"))
    try:
        if not os.access(binary, os.X_OK):
            raise Unavailable(f"{binary}: no release build; run `make build`")
        figures = measure(binary, options.runs, work)
        if options.update:
            kept = {name: round(value) for name, value in figures.items()}
            FIGURES.write_text(json.dumps(kept, indent=4) + "\n")
        return 1 if judge(figures, json.loads(FIGURES.read_text())) else 0
    except (Unavailable, OSError) as error:
        print(f"gate: {error}", file=sys.stderr)
        return UNAVAILABLE
    except (Failure, KeyError, ValueError) as error:
        print(f"gate: {error}", file=sys.stderr)
        return FAILED
    finally:
        shutil.rmtree(work, ignore_errors=True)


if __name__ == "__main__":
    sys.exit(main())
