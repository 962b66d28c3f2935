"""A fixed amount of work, about a second: what a processor does in this time is the unit of the gate.

Most of it runs in C (JSON, sorting, zlib), as far as possible from what another version of Python does better.
"""

import json
import random
import zlib

source = random.Random(7)
rows = [
    {"visit": f"V{source.randrange(10**9)}", "minutes": source.random() * 600, "wards": source.choices(range(20), k=8)}
    for _ in range(4_000)
]
for _ in range(12):
    text = json.dumps(rows)
    read = json.loads(text)
    read.sort(key=lambda row: row["minutes"])
    zlib.compress(text.encode(), 6)
