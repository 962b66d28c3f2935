"""Asks a control room for everything it serves and follows its stream for a moment."""
import json
import sys
import time
import urllib.request

url = sys.argv[1].rstrip("/")
failures = []
checked = {"boards": 0, "tiles": 0}
# Seconds after which the control room hangs; no speed is asked for.
PATIENCE = 120


def get(path):
    with urllib.request.urlopen(url + path, timeout=PATIENCE) as answer:
        return answer.status, answer.headers.get("Content-Type", ""), answer.read().decode()


def wait_until_ready():
    """Not ready is 503; the demo reads its history first."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        try:
            return get("/readyz")[0]
        except urllib.error.HTTPError as error:
            if error.code != 503:
                return error.code
            time.sleep(0.05)
    return 503


def follow(limit):
    """Server-sent events as (name, data) for at most `limit` seconds."""
    end = time.monotonic() + limit
    with urllib.request.urlopen(url + "/events", timeout=PATIENCE) as answer:
        name, data = "message", []
        for line in answer:
            line = line.decode().rstrip("\n")
            if line.startswith("event:"):
                name = line[6:].strip()
            elif line.startswith("data:"):
                data.append(line[5:].strip())
            elif not line:
                if data:
                    yield name, "\n".join(data)
                name, data = "message", []
            if time.monotonic() > end:
                return


if wait_until_ready() != 200:
    failures.append("/readyz is not 200 in time")
for path, kind, mark in [
    ("/", "text/html", "<html"), ("/livez", "json", "live"), ("/metrics", "text/plain", "wardflow_"),
    ("/api/v1/board", "json", "facilities"), ("/api/v1/alerts", "json", "["), ("/api/v1/accounting", "json", "silver"),
]:
    status, found, body = get(path)
    if status != 200 or kind not in found or mark not in body:
        failures.append(f"{path}: status {status}, type {found}, {mark} {'is' if mark in body else 'is not'} there")
for name, data in follow(PATIENCE):
    if name == "board":
        board = json.loads(data)
        # The first boards may come before the first hospital does.
        if not board["facilities"]:
            continue
        checked["boards"] += 1
        checked["tiles"] = max(len(facility["tiles"]) for facility in board["facilities"])
    # Tiles come as the history that the demo begins with is read.
    if checked["boards"] >= 3 and checked["tiles"] >= 10:
        break
print(json.dumps({"failures": failures, "checked": checked}))
