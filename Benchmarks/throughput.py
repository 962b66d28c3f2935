"""A million HL7 events through bronze, silver and gold: CPU seconds and memory, ours and the reference's in turn."""

import hashlib
import json
import os
import pathlib
import shutil
import subprocess
import sys
import threading
import time

from deltalake import DeltaTable

from report import Failure, Unavailable, median

PEER_LIMIT_SECONDS = 900


def measure(report, binary, root, options, cache, work):
    peers = options.peers
    for name in ["gen_events.py", "bench.py", "python_ref.py"]:
        if not (peers / name).exists():
            raise Unavailable(f"{peers / name}: the reference is not there; name its folder with --peers")
    source, expected = generated(peers, options.events, cache)
    theirs, ours = [], []
    for _ in range(options.runs):
        theirs.append(run_peer(peers, source, work))
        ours.append(run_ours(binary, root, source, expected, work))
    peer_cpu, run_cpu, feed_cpu = median(theirs, "cpu_s"), median(ours, "cpu"), median(ours, "feed_cpu")
    report.goal("cpu_ratio", run_cpu / peer_cpu, 1.0)
    report.goal("peak_rss_mb", median(ours, "rss_mb"), 400, strict=True, digits=0)
    report.info("run_cpu_seconds", run_cpu)
    report.info("peer_cpu_seconds", peer_cpu)
    report.info("feed_cpu_seconds", feed_cpu)
    report.info("feed_and_run_cpu_ratio", (feed_cpu + run_cpu) / peer_cpu)
    report.info("run_wall_seconds", median(ours, "wall"))
    report.info("peer_wall_seconds", median(theirs, "wall_s"))
    report.info("peer_peak_rss_mb", median(theirs, "rss_mb"), digits=0)
    report.info("first_gold_seconds", median(ours, "first_gold"))
    report.info("peer_first_gold_seconds", median(theirs, "first_s"))
    report.info("lake_mb", median(ours, "lake_mb"), digits=0)
    report.info("load_average", os.getloadavg()[0])


def generated(peers, events, cache):
    """The generator's files and what must come of them; made once per generator and size."""
    version = hashlib.sha256((peers / "gen_events.py").read_bytes()).hexdigest()[:12]
    folder = cache / f"hl7-{events}-{version}"
    facts = folder / ".expected.json"
    if not facts.exists():
        print(f"bench: generating {events} events", file=sys.stderr)
        shutil.rmtree(folder, ignore_errors=True)
        command = [sys.executable, peers / "gen_events.py", "--format", "hl7", "--events", str(events), "--out", folder]
        subprocess.run(command, check=True)
        manifest = json.loads((folder / ".manifest.json").read_text())
        ids = set()
        for file in sorted(folder.glob("ev-*")):
            # MSH-10, the ninth bar from the start.
            ids.update(line.split(b"|", 10)[9] for line in file.read_bytes().split(b"\n") if line)
        expected = {
            "records": manifest["events"],
            "silver": manifest["good"],
            "duplicates": manifest["events"] - len(ids),
            "quarantined": len(ids) - manifest["good"],
            "late": 0,
        }
        facts.write_text(json.dumps(expected))
    return folder, json.loads(facts.read_text())


def run_peer(peers, source, work):
    """The reference under the peers' own harness, which watches its gold table from outside."""
    out = work / "peer"
    command = [sys.executable, peers / "bench.py", "throughput", "--poll", "0.2", "--limit", str(PEER_LIMIT_SECONDS)]
    command += ["--src", source, "--out", out, "--", sys.executable, peers / "python_ref.py", "--format", "hl7"]
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode != 0:
        raise Failure(f"the reference's harness ended with {done.returncode}: {done.stderr[-400:]}")
    result = json.loads(done.stdout.splitlines()[-1])
    if result["visible"] != result["want"]:
        raise Failure(f"the reference shows {result['visible']} of {result['want']} events")
    return result


def run_ours(binary, root, source, expected, work):
    log, lake = work / "log", work / "lake"
    for folder in [log, lake]:
        shutil.rmtree(folder, ignore_errors=True)
    feed = spend([binary, "feed", "--from", source, "--to", f"log:{log}"])
    watch = FirstGold(lake)
    with watch:
        command = [binary, "run", "--log", f"log:{log}", "--lake", lake, "--until-end", "--json"]
        command += ["--pipeline", root / "Benchmarks" / "peer-stream.yaml"]
        run = spend(command)
    check(json.loads(run["output"]), expected, lake)
    return {
        "feed_cpu": feed["cpu"],
        "cpu": run["cpu"],
        "rss_mb": run["rss_mb"],
        "wall": run["wall"],
        "first_gold": watch.seconds,
        "lake_mb": sum(file.stat().st_size for file in lake.rglob("*") if file.is_file()) / 1e6,
    }


def spend(command):
    """Runs to the end; CPU and memory as the kernel counted them for the whole process, start and exit included."""
    started = time.monotonic()
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    said = []
    listener = threading.Thread(target=lambda: said.append(process.stderr.read()))
    listener.start()
    output = process.stdout.read()
    listener.join()
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        raise Failure(f"wardflow {command[1]} ended with {process.returncode}: {said[0][-400:].decode()}")
    return {
        "output": output,
        "cpu": usage.ru_utime + usage.ru_stime,
        "rss_mb": usage.ru_maxrss * 1024 / 1e6,
        "wall": time.monotonic() - started,
    }


def check(summary, expected, lake):
    """The run counts only when every event went where it must and the tables show it to a foreign reader."""
    found = {key: summary[key] for key in expected}
    if found != expected:
        raise Failure(f"expected {expected}, the run counted {found}")
    for table, rows in [
        ("bronze/messages", expected["records"]),
        ("silver/events", expected["silver"]),
        ("silver/quarantine", expected["quarantined"]),
        ("gold/kpis", summary["kpi_rows"]),
        ("gold/predictions", summary["predictions"]),
    ]:
        shown = DeltaTable(str(lake / table)).count()
        if shown != rows:
            raise Failure(f"{table} shows {shown} rows, expected {rows}")


class FirstGold:
    """Waits beside a run for the first commit with rows in `gold/kpis`."""

    def __init__(self, lake):
        self.log = pathlib.Path(lake) / "gold" / "kpis" / "_delta_log"
        self.seconds = float("nan")
        self.stop = threading.Event()
        self.thread = threading.Thread(target=self._watch)

    def __enter__(self):
        self.started = time.monotonic()
        self.thread.start()

    def __exit__(self, *_):
        self.stop.set()
        self.thread.join()

    def _watch(self):
        version = 0
        while not self.stop.is_set():
            commit = self.log / f"{version:020}.json"
            if commit.exists():
                if '"add":' in commit.read_text():
                    self.seconds = time.monotonic() - self.started
                    return
                version += 1
            else:
                self.stop.wait(0.02)
