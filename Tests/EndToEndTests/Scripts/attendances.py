"""Counts arrivals, departures and breaches of a CSV of attendances and compares gold with them."""
import collections
import csv
import datetime
import gzip
import sys

import tables

name, path, lake = sys.argv[1:]
START = datetime.datetime(2023, 1, 2, tzinfo=datetime.timezone.utc)
failures = []
checked = {}


def rows():
    opened = gzip.open(path, "rt") if path.endswith(".gz") else open(path, newline="")
    with opened as file:
        yield from csv.DictReader(file)


def hour(moment):
    return moment.replace(minute=0, second=0, microsecond=0)


def malmo(row):
    """Arrival and departure."""
    times = [datetime.datetime.fromisoformat(row[key]) for key in ("arrival_at_hospital", "exit_ed")]
    return [time.replace(tzinfo=datetime.timezone.utc) for time in times]


expected = {kpi: collections.Counter() for kpi in ("arrivals", "ed_departures", "four_hour_breaches")}
totals = collections.Counter()
for row in rows():
    totals["visits"] += 1
    totals["arrivals"] += 1
    if name == "malmo":
        arrival, departure = malmo(row)
        expected["arrivals"][hour(arrival)] += 1
        expected["ed_departures"][hour(departure)] += 1
        breach = departure - arrival > datetime.timedelta(hours=4)
        expected["four_hour_breaches"][hour(departure)] += breach
        totals["admissions"] += row["admitted_to_hospital"] == "1"
    else:
        # The hour of arrival is known, the minute is not: departures can be counted but not put into hours.
        expected["arrivals"][START + datetime.timedelta(days=int(row["Day"]) - 1, hours=int(row["Period"]))] += 1
        breach = float(row["LoS"]) > 240
    totals["ed_departures"] += 1
    totals["four_hour_breaches"] += breach

found = collections.defaultdict(collections.Counter)
sums = collections.Counter()
for row in tables.rows(lake, "gold/kpis"):
    if row["ward"] is None:
        found[row["kpi"]][row["bucket_start"]] += row["value"]
        sums[row["kpi"]] += row["value"]
for kpi, total in totals.items():
    if kpi != "visits" and sums[kpi] != total:
        failures.append(f"{kpi}: gold has {sums[kpi]}, the file {total}")
for kpi, hours in expected.items():
    for moment in set(hours) | set(found[kpi] if hours else ()):
        checked["hours"] = checked.get("hours", 0) + 1
        if hours[moment] != found[kpi][moment]:
            failures.append(f"{kpi} at {moment}: gold has {found[kpi][moment]}, the file {hours[moment]}")
visits = tables.rows(lake, "silver/visits", ["visit"])
if len(visits) != totals["visits"]:
    failures.append(f"silver has {len(visits)} visits, the file {totals['visits']} rows")
checked["visits"] = len(visits)
tables.finish(failures[:20], checked)
