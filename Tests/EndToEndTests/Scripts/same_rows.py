"""Compares every table of two lakes as sorted rows; prints what differs."""
import argparse

import tables

parser = argparse.ArgumentParser()
parser.add_argument("left")
parser.add_argument("right")
parser.add_argument("--without", default="")
parser.add_argument("--tables", default="")
options = parser.parse_args()
without = set(filter(None, options.without.split(",")))
wanted = list(filter(None, options.tables.split(","))) or tables.TABLES


def lines(lake, table):
    return sorted(
        tuple((name, repr(value)) for name, value in sorted(row.items()) if name not in without)
        for row in tables.rows(lake, table))


def columns_that_differ(left, right):
    """Of the first pair of unlike rows; names only, for a value may be a patient's."""
    for one, other in zip(left, right):
        if one != other:
            return [a[0] for a, b in zip(one, other) if a != b]
    return []


failures = []
checked = {}
for table in wanted:
    left, right = lines(options.left, table), lines(options.right, table)
    checked[table] = len(left)
    if left != right:
        extra = len(set(left) - set(right)), len(set(right) - set(left))
        failures.append(
            f"{table}: {len(left)} and {len(right)} rows, {extra[0]} only left, {extra[1]} only right; "
            f"the first pair differs in {columns_that_differ(left, right)}")
tables.finish(failures, checked)
