"""Event appended -> visible on the event stream, at a steady rate.

A prober in a process of its own looks every millisecond how far the log is durable (SQLite shows a commit to others
only after it was synced). A record counts from the last look that did not show it yet, so the figure is at most one
look too long and never too short. It is visible when a client has read the board whose offsets include it.
"""

import bisect
import http.client
import json
import multiprocessing
import pathlib
import signal
import sqlite3
import subprocess
import threading
import time

import psutil

from report import Failure, percentile

WARM_SECONDS = 5
PATIENCE_SECONDS = 20


def measure(report, binary, root, options, work):
    log, lake = work / "latency-log", work / "latency-lake"
    hospitals = ["--seed", "5", "--facilities", "4", "--days", "60"]
    feed = start(binary, "feed", *hospitals, "--rate", str(options.rate), "--to", f"log:{log}")
    run = None
    try:
        database = await_log(log, feed)
        places = ["--log", f"log:{log}", "--lake", lake, "--pipeline", root / "pipelines" / "adt.yaml"]
        run = start(binary, "run", *places, "--serve", "127.0.0.1:0", "--json")
        client = StreamClient(address(run))
        prober = Prober(database)
        began = time.monotonic()
        time.sleep(WARM_SECONDS)
        before = cpu_seconds(run), time.monotonic()
        time.sleep(options.seconds - WARM_SECONDS)
        after = cpu_seconds(run), time.monotonic()
        stop(feed)
        durable = prober.finish()
        client.finish(goal={partition: looks[-1][1] for partition, looks in durable.items() if looks})
        summary = json.loads(stop(run).splitlines()[-1])
    finally:
        for process in [feed, run]:
            if process and process.poll() is None:
                process.kill()
                process.wait()
    if not summary["records"] == sum(summary[key] for key in ["silver", "quarantined", "duplicates", "late"]):
        raise Failure("latency: the run's accounting does not add up")
    waits = sorted(latencies(durable, client.offsets(), began + WARM_SECONDS, began + options.seconds))
    if not waits:
        raise Failure("latency: no record became durable while it was measured")
    report.goal("latency_p99_ms", 1e3 * percentile(waits, 99), 100, strict=True, digits=1)
    report.info("latency_p50_ms", 1e3 * percentile(waits, 50), digits=1)
    report.info("latency_max_ms", 1e3 * waits[-1], digits=1)
    report.info("latency_records_a_second", len(waits) / (options.seconds - WARM_SECONDS), digits=0)
    report.info("latency_cpu_cores", (after[0] - before[0]) / (after[1] - before[1]))


def start(binary, *arguments):
    return subprocess.Popen([binary, *arguments], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)


def stop(process):
    """Asks to end in good order; returns what was printed."""
    process.send_signal(signal.SIGINT)
    output, _ = process.communicate(timeout=PATIENCE_SECONDS)
    if process.returncode != 0:
        raise Failure(f"latency: wardflow {process.args[1]} ended with {process.returncode}")
    return output


def cpu_seconds(process):
    times = psutil.Process(process.pid).cpu_times()
    return times.user + times.system


def await_log(log, feed):
    """The path of the log's database, once it holds records."""
    database = log / "log.sqlite"
    deadline = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < deadline and feed.poll() is None:
        if database.exists():
            try:
                if any(durable_ends(connect(database)).values()):
                    return database
            except sqlite3.OperationalError:
                pass
        time.sleep(0.02)
    raise Failure("latency: wardflow feed wrote no log")


def address(run):
    """Host and port that `run` says it serves at."""
    line = run.stdout.readline()
    if "http://" not in line:
        raise Failure(f"latency: wardflow run did not say where it serves: {line!r}")
    return line.split("http://")[1].strip()


def connect(database):
    return sqlite3.connect(f"{database.as_uri()}?mode=ro", uri=True, isolation_level=None)


def durable_ends(connection):
    """Offset after the last durable record of each partition."""
    partitions = connection.execute("SELECT value FROM setting WHERE name = 'partitions'").fetchone()[0]
    last = "SELECT base_offset + record_count FROM block WHERE partition = ? ORDER BY base_offset DESC LIMIT 1"
    return {number: (connection.execute(last, [number]).fetchone() or [0])[0] for number in range(int(partitions))}


def probe(database, finished, answer):
    """Sends {partition: [(time not yet there, end after it)]} when told to finish."""
    connection = connect(pathlib.Path(database))
    ends = durable_ends(connection)
    steps = {partition: [] for partition in ends}
    version = None
    before = time.monotonic()
    while True:
        is_last = finished.is_set()
        now = time.monotonic()
        seen = connection.execute("PRAGMA data_version").fetchone()[0]
        if seen != version or is_last:
            for partition, end in durable_ends(connection).items():
                if end > ends[partition]:
                    steps[partition].append((before, end))
                    ends[partition] = end
            version = seen
        if is_last:
            return answer.send(steps)
        before = now
        time.sleep(0.001)


class Prober:
    """`probe` in a process of its own, so that reading the stream does not hold it up."""

    def __init__(self, database):
        context = multiprocessing.get_context("spawn")
        self.finished = context.Event()
        self.answer, far_end = context.Pipe(duplex=False)
        self.process = context.Process(target=probe, args=(str(database), self.finished, far_end), daemon=True)
        self.process.start()

    def finish(self):
        self.finished.set()
        if not self.answer.poll(PATIENCE_SECONDS):
            raise Failure("latency: the prober gave no answer")
        steps = self.answer.recv()
        self.process.join()
        return steps


class StreamClient:
    """Reads /events like a screen and notes when each board had arrived; boards are parsed afterwards."""

    def __init__(self, address):
        self.boards = []
        self.connection = http.client.HTTPConnection(address, timeout=PATIENCE_SECONDS)
        self.connection.request("GET", "/events")
        self.response = self.connection.getresponse()
        if self.response.status != 200:
            raise Failure(f"latency: /events answered {self.response.status}")
        self.thread = threading.Thread(target=self._read, daemon=True)
        self.thread.start()

    def _read(self):
        event = b""
        try:
            for line in self.response:
                if line.startswith(b"event: "):
                    event = line[7:].strip()
                elif line.startswith(b"data: ") and event == b"board":
                    self.boards.append((time.monotonic(), line[6:]))
        except (OSError, ValueError, http.client.HTTPException):
            return

    def finish(self, goal):
        """Waits until the stream has shown every offset of `goal`."""
        deadline = time.monotonic() + PATIENCE_SECONDS
        while time.monotonic() < deadline:
            shown = progress(self.boards[-1][1]) if self.boards else {}
            if all(shown.get(partition, 0) >= end for partition, end in goal.items()):
                return
            time.sleep(0.1)
        raise Failure(f"latency: the log reaches {goal}, the stream only {shown}")

    def offsets(self):
        """Per partition the times and offsets of every board, both rising."""
        series = {}
        for moment, data in self.boards:
            for partition, offset in progress(data).items():
                times, offsets = series.setdefault(partition, ([], []))
                times.append(moment)
                offsets.append(offset)
        return series


def progress(data):
    return {part["partition"]: part["offset"] for part in json.loads(data)["health"]["partitions"]}


def latencies(durable, visible, first, last):
    """Seconds from durable to visible of every record that became durable between two moments."""
    for partition, steps in durable.items():
        times, offsets = visible.get(partition, ([], []))
        for (_, start), (moment, end) in zip([(0, None), *steps], steps):
            if start is None or not first <= moment < last:
                continue
            for offset in range(start, end):
                # The first board whose next offset lies beyond the record.
                yield times[bisect.bisect_right(offsets, offset)] - moment
