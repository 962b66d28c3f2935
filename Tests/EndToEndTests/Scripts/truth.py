"""Compares a lake with the summary of its run and the truth of the simulator; prints what differs."""
import argparse
import collections
import datetime
import json
import os

import duckdb
import pyarrow.parquet

import tables

parser = argparse.ArgumentParser()
parser.add_argument("lake")
parser.add_argument("truth")
parser.add_argument("summary")
options = parser.parse_args()
with open(options.truth) as file:
    truth = json.load(file)
with open(options.summary) as file:
    summary = json.load(file)
failures = []
checked = collections.Counter()

# A figure that counts is 0 where it has no row; one that divides has no row where there is nothing to divide by.
COUNTS = {
    "arrivals", "ed_departures", "four_hour_breaches", "ed_census", "waiting_over_210", "boarders", "occupied_beds",
    "occupancy_percent", "admissions", "discharges", "net_flow", "transfers",
}
KEYS = {
    "silver/visits": ["facility", "visit"],
    "silver/bed_stays": ["facility", "visit", "sequence"],
    "gold/kpis": ["facility", "ward", "kpi", "grain", "bucket_start"],
}


def expect(name, found, expected):
    checked["figures"] += 1
    if found != expected:
        failures.append(f"{name}: found {found}, expected {expected}")


def check_counts():
    counts = truth["counts"]
    for name in ["records", "duplicates", "quarantined"]:
        expect(f"summary {name}", summary[name], counts[name])
    # Of what lies behind the horizon, what is of a visit in memory is taken in; the rest is late.
    expect("silver and late", summary["silver"] + summary["late"], counts["silver"] + counts["late"])
    expect("something lies behind the horizon", counts["late"] > 0, True)
    expect("no more late than behind the horizon", summary["late"] <= counts["late"], True)
    parts = [summary[name] for name in ["silver", "quarantined", "duplicates", "late"]]
    expect("accounting sum", summary["records"], sum(parts))
    visits = tables.rows(options.lake, "silver/visits")
    expect("arrivals", sum(row["arrived_at"] is not None for row in visits), counts["arrivals"])
    expect("admissions", sum(row["admitted_at"] is not None for row in visits), counts["admissions"])
    expect("departures", sum(row["discharged_at"] is not None for row in visits), counts["departures"])
    both = sum(row["discharged_at"] is not None and row["admitted_at"] is not None for row in visits)
    expect("discharges", both, counts["discharges"])
    stays = tables.rows(options.lake, "silver/bed_stays")
    expect("transfers", sum(row["by_transfer"] for row in stays), counts["transfers"])


def check_readers():
    connection = duckdb.connect()
    wanted = {
        "silver/events": summary["silver"], "silver/quarantine": summary["quarantined"],
        "silver/late": summary["late"], "gold/predictions": summary["predictions"], "gold/alerts": summary["alerts"],
        "gold/kpis": summary["kpi_rows"], "gold/briefings": summary["briefings"],
        "bronze/messages": summary["records"], "bronze/control": summary["processed"] - summary["records"],
        "silver/commands": summary["commands"],
    }
    for table in tables.TABLES + tables.ENGINE_TABLES:
        count = tables.open_table(options.lake, table).to_pyarrow_table().num_rows
        expect(f"{table} by delta-rs", count, wanted.get(table, count))
        expect(f"{table} by pyarrow", tables.pyarrow_count(options.lake, table), count)
        expect(f"{table} by DuckDB", tables.duckdb_count(connection, options.lake, table), count)
        checked["rows"] += count


def check_offsets():
    rows = []
    for table in ["bronze/messages", "bronze/control"]:
        rows += tables.rows(options.lake, table, ["partition", "offset", "kind"])
    places = collections.defaultdict(list)
    for row in rows:
        places[row["partition"]].append(row["offset"])
    for partition, offsets in sorted(places.items()):
        expect(f"offsets of partition {partition}", sorted(offsets), list(range(len(offsets))))
    messages = sum(row["kind"] in ("message", "shift") for row in rows)
    expect("bronze records", messages, truth["counts"]["records"])
    heartbeats = sum(row["kind"] == "heartbeat" for row in rows)
    expect("bronze heartbeats", heartbeats, truth["counts"]["heartbeats"] * len(places))


def check_keys():
    for table, key in KEYS.items():
        rows = [tuple(row[name] for name in key) for row in tables.rows(options.lake, table, key)]
        expect(f"{table} keys", len(set(rows)), len(rows))
    for table in ["silver/events", "silver/quarantine", "silver/late"]:
        rows = [(row["partition"], row["offset"]) for row in tables.rows(options.lake, table)]
        expect(f"{table} offsets", len(set(rows)), len(rows))
        checked["keys"] += len(rows)


def close(found, expected, kpi):
    absolute = 1e-5 if kpi == "complexity_score" else 1e-9
    return abs(found - expected) <= max(absolute, 1e-9 * max(abs(found), abs(expected)))


def check_kpis():
    moment = datetime.datetime.fromisoformat
    closed = moment(truth["closed_through"])
    found = {}
    for row in tables.rows(options.lake, "gold/kpis"):
        found[(row["facility"], row["ward"] or "", row["kpi"], row["grain"], row["bucket_start"])] = row["value"]
    expected = {}
    for row in truth["kpis"]:
        expected[(row["facility"], row["ward"], row["kpi"], row["grain"], moment(row["bucket"]))] = row["value"]
    names = collections.Counter()
    wrong = collections.Counter()
    for key in sorted(set(found) | set(expected)):
        _, _, kpi, grain, bucket = key
        if bucket + datetime.timedelta(hours=1 if grain == "hour" else 24) > closed:
            continue
        missing = 0 if kpi in COUNTS else None
        left, right = found.get(key, missing), expected.get(key, missing)
        names[kpi] += 1
        if left is not None and right is not None and close(left, right, kpi):
            continue
        wrong[kpi] += 1
        if wrong[kpi] <= 3:
            failures.append(f"{key}: found {left}, expected {right}")
    for kpi, count in wrong.items():
        failures.append(f"{kpi}: {count} of {names[kpi]} values are wrong")
    checked["kpis"] = sum(names.values())
    checked["kpi_names"] = len(names)


def identifiers():
    """Visit and patient numbers and family names of the raw messages, as bytes; short names could be chance."""
    words = set()
    for row in tables.rows(options.lake, "bronze/messages", ["kind", "raw"]):
        if row["kind"] == "shift":
            words.add(json.loads(row["raw"])["staff"].encode())
        if row["kind"] != "message":
            continue
        for segment in row["raw"].split(b"\r"):
            fields = segment.split(b"|")
            if fields[0] == b"PID":
                words.add(fields[3].split(b"^")[0])
                words.update(fields[5].split(b"^"))
            if fields[0] == b"PV1" and len(fields) > 19:
                words.add(fields[19].split(b"^")[0])
    return {word for word in words if len(word) >= 6}


def log_text(place):
    """The bytes of a log entry; a checkpoint is compressed and is unpacked first."""
    if place.endswith(".parquet"):
        checked["checkpoints"] += 1
        return repr(pyarrow.parquet.read_table(place).to_pylist()).encode()
    with open(place, "rb") as file:
        return file.read()


def shares_a_stretch(data, pieces, length):
    return any(data[start:start + length] in pieces for start in range(len(data) - length + 1))


def check_privacy():
    words = identifiers()
    checked["identifiers"] = len(words)
    length = 6
    pieces = {word[:length] for word in words}
    for table in tables.TABLES:
        folder = os.path.join(options.lake, table)
        log = os.path.join(folder, "_delta_log")
        places = [os.path.join(log, name) for name in os.listdir(log)]
        texts = [log_text(place) for place in places]
        for file in tables.live_files(options.lake, table):
            with open(file, "rb") as handle:
                data = handle.read()
            size = int.from_bytes(data[-8:-4], "little")
            texts.append(data[-8 - size:])
            check_statistics(file, table)
        for text in texts:
            checked["places"] += 1
            if shares_a_stretch(text, pieces, length) and any(word in text for word in words):
                failures.append(f"{table}: a patient's or a member of staff's identifier is in a log entry or footer")
            if b"MSH|" in text or b"PID|" in text:
                failures.append(f"{table}: a raw message is in a log entry or footer")


def check_statistics(file, table):
    metadata = pyarrow.parquet.ParquetFile(file).metadata
    for group in range(metadata.num_row_groups):
        for index in range(metadata.num_columns):
            column = metadata.row_group(group).column(index)
            if column.path_in_schema in ("visit", "patient", "staff", "raw") and column.is_stats_set:
                if column.statistics.has_min_max:
                    failures.append(f"{table}: statistics of {column.path_in_schema}")


for check in [check_counts, check_readers, check_offsets, check_keys, check_kpis, check_privacy]:
    check()
tables.finish(failures, dict(checked))
