"""One side of the lake benchmark: a process that holds the table, pinned to some cores."""

import json
import pathlib
import subprocess
import sys

from report import Failure

PEER = pathlib.Path(__file__).resolve().parent / "peer.py"


class Worker:
    """`ask` sends a command and returns seconds and count."""

    def __init__(self, name, cores, binary):
        command = [str(binary)] if name == "ours" else [sys.executable, "-B", str(PEER), name]
        self.name = name
        self.process = subprocess.Popen(
            ["taskset", "-c", cores, *command],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def ask(self, *words):
        try:
            self.process.stdin.write(json.dumps([str(word) for word in words]) + "\n")
            self.process.stdin.flush()
        except BrokenPipeError:
            pass
        line = self.process.stdout.readline()
        if not line:
            raise Failure(f"{self.name} ended while it should {words[0]}")
        answer = json.loads(line)
        return answer["seconds"], answer["count"]

    def stop(self):
        self.process.stdin.close()
        self.process.wait()


class Workers:
    """Several sides at once, ended together."""

    def __init__(self, names, cores, binary):
        self.all = {name: Worker(name, cores, binary) for name in names}

    def __enter__(self):
        return self.all

    def __exit__(self, *_):
        for worker in self.all.values():
            worker.stop()
