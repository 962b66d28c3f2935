"""The table of the lake benchmark: ADT events with the skew of a real feed, made from a seed by polars.

Twelve columns; the raw message takes about three quarters of the bytes. Wards, message types and patients are skewed
(few take most), times rise with jitter, ids are random UUIDs as text, and `los_hours` is null for open visits.
"""

import pathlib

import polars as pl

SEED = 20260105
START = 1_767_225_600_000_000  # 2026-01-01 in microseconds
PATIENTS = 150_000

FACILITIES = ["NORTH", "SOUTH", "EAST", "WEST"]
TYPES = ["A01", "A02", "A03", "A04", "A05", "A08", "A11", "A13", "A28", "A31", "A40"]
WARDS = ["ED", "ICU", "MED1", "MED2", "SUR1", "SUR2", "ORTHO", "CARDIO", "NEURO", "ONCO"] + [
    f"{kind}-{number}" for kind in ("GEN", "DAY", "REHAB") for number in range(1, 11)
]
SURNAMES = ["NIEMINEN", "KORHONEN", "VIRTANEN", "MULLER", "SCHMIDT", "SMITH", "JONES", "GARCIA", "ROSSI", "NOVAK",
            "KOWALSKI", "ANDERSSON", "HANSEN", "DUBOIS", "JANSEN", "SILVA", "PAPADOPOULOS", "OCONNOR", "KIM", "NGUYEN"]
NAMES = ["ANNA", "MARIA", "JOHN", "PETER", "EMMA", "LIAM", "NOAH", "OLIVIA", "MIA", "LUCAS", "ELSA", "HUGO", "IDA",
         "LEO", "SARA", "OTTO", "EVA", "MAX", "LINA", "PAUL", "JUHA", "TIINA", "KLAUS", "INGRID"]
STREETS = ["MAIN ST", "OAK AVE", "STATION RD", "CHURCH LANE", "PARK WAY", "HIGH ST", "MILL RD", "LAKE DRIVE"]


def _random(seed):
    """One reproducible 64-bit number a row."""
    return pl.col("row").hash(SEED + seed)


def _share(seed):
    """One reproducible number from 0 to 1 a row."""
    return (_random(seed) % (1 << 30)).cast(pl.Float64) / (1 << 30)


def _skewed(seed, count, power):
    """Numbers below `count`, the small ones more often the higher `power` is."""
    return (_share(seed).pow(power) * count).cast(pl.UInt32).clip(0, count - 1)


def _pick(values, index):
    return pl.lit(pl.Series(values)).gather(index)


def _uuid(seed):
    """A random version 4 UUID as text, from 16 random bits at a time."""
    quads = pl.Series([f"{value:04x}" for value in range(1 << 16)])
    part = lambda word, place: pl.lit(quads).gather((_random(seed + word) // (1 << 16 * place)) % (1 << 16))
    a, b, c, d = (part(0, place) for place in range(4))
    e, f, g, h = (part(1, place) for place in range(4))
    version = pl.concat_str(pl.lit("4"), c.str.slice(1))
    variant = pl.concat_str(pl.lit("a"), d.str.slice(1))
    return pl.concat_str(a, b, pl.lit("-"), e, pl.lit("-"), version, pl.lit("-"), variant, pl.lit("-"), f, g, h)


def _chunk(first, count):
    frame = pl.DataFrame({"row": pl.int_range(first, first + count, eager=True)})
    person = pl.col("person")
    frame = frame.with_columns(
        person=_skewed(1, PATIENTS, 1.6).cast(pl.UInt64),
        ward=_pick(WARDS, _skewed(2, len(WARDS), 2)),
        facility=_pick(FACILITIES, _skewed(3, len(FACILITIES), 1.5)),
        event_type=_pick(TYPES, _skewed(4, len(TYPES), 1.4)),
        bed=_skewed(5, 30, 1) + 1,
        event_time=(START + pl.col("row") * 2_500_000 + (_random(6) % 4_000_000) * 1_000).cast(pl.Int64),
        event_id=_uuid(7),
        acuity=(_skewed(9, 5, 1) + 1).cast(pl.Int32),
        los_hours=pl.when(_share(10) < 0.3).then((_share(11).pow(3) * 4_000).round(0) / 4),
    )
    frame = frame.with_columns(
        arrival=pl.col("event_time") + 200_000 + (_random(12) % 3_000) * 1_000,
        age=((person * 7919) % 100).cast(pl.Int32),
        patient_id=pl.format("P{}", (person * 6364136223846793005 % 90_000_000 + 10_000_000)),
        visit_id=pl.format("V{}", (pl.col("row") // 4).cast(pl.Int64) * 3 % 80_000_000 + 10_000_000),
        sex=_pick(["F", "M"], person % 2),
    )
    minute = lambda column: pl.col(column).cast(pl.Datetime("us")).dt.strftime("%Y%m%d%H%M%S")
    return frame.with_columns(raw=_message(person, minute)).select(
        "event_id", "facility", "ward", "patient_id", "visit_id", "event_type",
        pl.col("event_time").cast(pl.Datetime("us", "UTC")),
        pl.col("arrival").cast(pl.Datetime("us", "UTC")).alias("arrived_at"),
        "acuity", "age", "los_hours", "raw",
    )


def _message(person, minute):
    """The HL7 text of the row, about 330 bytes."""
    surname, name = _pick(SURNAMES, person * 31 % len(SURNAMES)), _pick(NAMES, person * 17 % len(NAMES))
    birth = pl.format("{}{}{}", 2026 - pl.col("age"), person % 9 + 11, person % 19 + 10)
    return pl.format(
        "MSH|^~\\&|ADT1|{}|WARDFLOW|LAKE|{}||ADT^{}|{}|P|2.5.1\rEVN|{}|{}\r"
        "PID|1||{}^^^{}^MR||{}^{}||{}|{}|||{} {}^^TAMPERE^^{}^FI||+358{}\r"
        "NK1|1|{}^{}|SPO|||+358{}|C\r"
        "PV1|1|I|{}^{}^{}||||{}^{}^{}|||INTERNAL MED||||{}|||{}^^^^VN\r",
        pl.col("facility"), minute("arrival"), pl.col("event_type"), pl.col("event_id").str.slice(0, 18),
        pl.col("event_type"), minute("event_time"), pl.col("patient_id"), pl.col("facility"), surname, name, birth,
        pl.col("sex"), person * 13 % 200, _pick(STREETS, person % len(STREETS)), person * 37 % 90_000 + 10_000,
        person * 104_729 % 900_000_000 + 100_000_000, surname, _pick(NAMES, person * 7 % len(NAMES)),
        person * 7_841 % 900_000_000 + 100_000_000, pl.col("ward"), pl.col("bed"), pl.col("bed") % 4,
        _random(13) % 9_000 + 1_000, _pick(SURNAMES, _random(13) % len(SURNAMES)),
        _pick(NAMES, _random(13) % len(NAMES)), pl.col("acuity"), pl.col("visit_id"),
    )


def make(path: pathlib.Path, rows: int):
    """Writes the table, uncompressed, unless `path` is there already."""
    if path.exists():
        return
    step = 200_000
    frame = pl.concat([_chunk(first, min(step, rows - first)) for first in range(0, rows, step)])
    part = path.with_suffix(".part")
    frame.write_parquet(part, compression="uncompressed", statistics=False)
    part.rename(path)


if __name__ == "__main__":
    import sys

    make(pathlib.Path(sys.argv[1]), int(sys.argv[2]))
