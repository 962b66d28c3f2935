"""Compares files of random nested rows between this project's Parquet library and other ones.

    foreign_seeds.py check FOLDER                 every *.parquet there against its .schema.json and .jsonl
    foreign_seeds.py write FOLDER FIRST COUNT     files of seeds FIRST..., each with its rows as .jsonl

A row is one line of JSON: an array of its columns. Floats are their bits in hex ("nan" for any NaN), decimals their
unscaled integer, times and timestamps microseconds, dates days, bytes hex, structs arrays of their fields, maps arrays
of [key, value]. `check` prints one line per difference and nothing when all is equal.
"""

import decimal
import json
import pathlib
import random
import struct
import sys

import duckdb
import polars
import pyarrow as pa
import pyarrow.parquet as pq

decimal.getcontext().prec = 80


# ---- Arrow arrays as plain values -------------------------------------------------------------------------------


def bits(array, width):
    integers = array.view(pa.int32() if width == 4 else pa.int64()).to_pylist()
    real = array.to_pylist()
    mask = (1 << width * 8) - 1
    return [
        None if value is None else "nan" if value != value else f"{word & mask:0{width * 2}x}"
        for value, word in zip(real, integers)
    ]


def scaled(array, unit):
    """Integers of a time unit as microseconds, rounded down."""
    factor = {"s": 1_000_000, "ms": 1000, "us": 1, "ns": None}[unit]
    return [None if v is None else v // 1000 if factor is None else v * factor for v in array.to_pylist()]


def lists(array, items):
    """The list of `items` of each entry; offsets are relative to `array.values` or to keys and items."""
    offsets = array.offsets.to_pylist()
    return [
        items[offsets[index] : offsets[index + 1]] if valid else None
        for index, valid in enumerate(array.is_valid().to_pylist())
    ]


def plain(array):
    """An array's values as described above."""
    t = array.type
    if isinstance(t, pa.BaseExtensionType):
        values = plain(array.storage)
        return [None if v is None else v != 0 for v in values] if t.extension_name == "arrow.bool8" else values
    if pa.types.is_dictionary(t):
        return plain(array.dictionary_decode())
    if pa.types.is_null(t):
        return [None] * len(array)
    if pa.types.is_float32(t):
        return bits(array, 4)
    if pa.types.is_float64(t):
        return bits(array, 8)
    if pa.types.is_date32(t):
        return array.view(pa.int32()).to_pylist()
    if pa.types.is_date64(t):
        return [None if v is None else v // 86_400_000 for v in array.view(pa.int64()).to_pylist()]
    if pa.types.is_time32(t):
        return scaled(array.view(pa.int32()), t.unit)
    if pa.types.is_time64(t) or pa.types.is_timestamp(t):
        return scaled(array.view(pa.int64()), t.unit)
    if pa.types.is_decimal(t):
        return [None if v is None else int(v.scaleb(t.scale)) for v in array.to_pylist()]
    if pa.types.is_map(t):
        return lists(array, [list(pair) for pair in zip(plain(array.keys), plain(array.items))])
    if pa.types.is_list(t) or pa.types.is_large_list(t):
        return lists(array, plain(array.values))
    if pa.types.is_fixed_size_list(t):
        items = plain(array.values)
        first = array.offset * t.list_size
        return [
            items[first + i * t.list_size : first + (i + 1) * t.list_size] if valid else None
            for i, valid in enumerate(array.is_valid().to_pylist())
        ]
    if pa.types.is_struct(t):
        fields = [plain(array.field(i)) for i in range(t.num_fields)]
        rows = zip(*fields) if fields else [[]] * len(array)
        return [list(row) if valid else None for row, valid in zip(rows, array.is_valid().to_pylist())]
    if pa.types.is_string_view(t) or pa.types.is_string(t) or pa.types.is_large_string(t):
        return array.to_pylist()
    if pa.types.is_boolean(t) or pa.types.is_integer(t):
        return array.to_pylist()
    return [None if v is None else v.hex() for v in array.to_pylist()]


def lines(table):
    columns = []
    for column in table.columns:
        chunks = column.chunks
        columns.append([value for chunk in chunks for value in plain(chunk)])
    rows = zip(*columns) if columns else [[]] * table.num_rows
    return [json.dumps(list(row), ensure_ascii=False, separators=(",", ":")) for row in rows]


# ---- Reading what the project wrote -----------------------------------------------------------------------------


def arrow_type(description):
    """The Arrow type pyarrow must see for a described one."""
    kind = description["type"]
    if kind == "decimal":
        return pa.decimal128(description["precision"], description["scale"])
    if kind == "fixedBinary":
        return pa.binary(description["length"])
    if kind == "struct":
        return pa.struct([arrow_field(f) for f in description["fields"]])
    if kind == "list":
        return pa.list_(arrow_field(description["fields"][0]))
    if kind == "map":
        key, value = (arrow_field(f) for f in description["fields"])
        return pa.map_(key, value)
    return {
        "boolean": pa.bool_(), "int8": pa.int8(), "int16": pa.int16(), "int32": pa.int32(), "int64": pa.int64(),
        "float": pa.float32(), "double": pa.float64(), "string": pa.string(), "binary": pa.binary(),
        "uuid": pa.uuid(), "timestamp": pa.timestamp("us", "UTC"), "localTimestamp": pa.timestamp("us"),
        "time": pa.time64("us"), "date": pa.date32(),
    }[kind]


def arrow_field(description):
    return pa.field(description["name"], arrow_type(description), description["nullable"])


def by_duckdb(path):
    connection = duckdb.connect()
    connection.sql("SET TimeZone = 'UTC'; SET arrow_lossless_conversion = true; SET threads = 1")
    return connection.sql(f"FROM read_parquet('{path}')").to_arrow_table()


READERS = {
    "pyarrow": pq.read_table,
    "duckdb": by_duckdb,
    "polars": lambda path: polars.read_parquet(path).to_arrow(),
}


def check(folder):
    for path in sorted(folder.glob("*.parquet")):
        expected = path.with_suffix(".jsonl").read_text().split("\n")[:-1]
        fields = json.loads(path.with_suffix(".schema.json").read_text())
        for name, read in READERS.items():
            try:
                table = read(path)
                found = lines(table)
                if name == "pyarrow":
                    table.validate(full=True)
                    wanted = pa.schema([arrow_field(f) for f in fields])
                    if not table.schema.equals(wanted, check_metadata=False):
                        print(f"{path.name}: {name}: schema is\n{table.schema.to_string(show_field_metadata=False)}")
            except Exception as error:
                print(f"{path.name}: {name}: {type(error).__name__}: {error}")
                continue
            if len(found) != len(expected):
                print(f"{path.name}: {name}: {len(found)} rows, expected {len(expected)}")
            for row, (ours, theirs) in enumerate(zip(expected, found)):
                if ours != theirs:
                    print(f"{path.name}: {name}: row {row}: {theirs[:2000]}\n    expected {ours[:2000]}")
                    break


# ---- Writing what the project must read -------------------------------------------------------------------------

LEAVES = [
    pa.bool_(), pa.int8(), pa.int16(), pa.int32(), pa.int64(), pa.uint8(), pa.uint16(), pa.uint32(), pa.uint64(),
    pa.float32(), pa.float64(), pa.string(), pa.large_string(), pa.binary(), pa.large_binary(), pa.binary(1),
    pa.binary(11), pa.decimal128(5, 2), pa.decimal128(15, 0), pa.decimal128(38, 10), pa.date32(), pa.date64(),
    pa.time32("ms"), pa.time64("us"), pa.time64("ns"), pa.timestamp("s"), pa.timestamp("ms"), pa.timestamp("us"),
    pa.timestamp("ns"), pa.timestamp("us", "UTC"), pa.timestamp("ns", "Europe/Berlin"), pa.null(), pa.uuid(),
    pa.dictionary(pa.int32(), pa.string()),
]
# pyarrow cannot build these inside of lists.
ONLY_FLAT = [pa.uuid(), pa.dictionary(pa.int32(), pa.string())]
KEYS = [pa.string(), pa.int32(), pa.int64(), pa.date32()]


def some_type(rng, depth, leaves):
    roll = rng.random()
    if roll < 0.6:
        return rng.choice(leaves)
    leaves = [t for t in leaves if t not in ONLY_FLAT]
    if depth == 0:
        return rng.choice(leaves)
    if roll < 0.75:
        make = rng.choice([pa.list_, pa.list_, pa.large_list, lambda t: pa.list_(t, 3)])
        return make(some_type(rng, depth - 1, leaves))
    if roll < 0.85:
        return pa.map_(rng.choice(KEYS), some_type(rng, depth - 1, leaves))
    names = [f"f{i}" for i in range(rng.randint(1, 3))]
    return pa.struct([pa.field(n, some_type(rng, depth - 1, leaves)) for n in names])


def some_text(rng):
    alphabet = rng.choice(["ab", "aé日🩺\n\"\\\x01", "xyz"])
    return "".join(rng.choice(alphabet) for _ in range(rng.choice([0, 1, 3, 30, 200])))


def some_integer(rng, low, high):
    return rng.choice([low, high, low + (high - low) // 2, rng.randint(low, high), min(high, low + 3)])


def some_value(rng, t):
    if pa.types.is_null(t) or rng.random() < 0.15:
        return None
    if isinstance(t, pa.BaseExtensionType):
        return rng.randbytes(16)
    if pa.types.is_dictionary(t):
        return rng.choice(["red", "green", ""])
    if pa.types.is_boolean(t):
        return rng.random() < 0.5
    if pa.types.is_integer(t):
        low = 0 if pa.types.is_unsigned_integer(t) else -(1 << t.bit_width - 1)
        return some_integer(rng, low, low + (1 << t.bit_width) - 1)
    if pa.types.is_float32(t):
        return struct.unpack("<f", rng.choice([rng.randbytes(4), struct.pack("<f", -0.0)]))[0]
    if pa.types.is_float64(t):
        return rng.choice([struct.unpack("<d", rng.randbytes(8))[0], -0.0, 0.5, float("nan"), float("inf")])
    if pa.types.is_decimal(t):
        bound = 10**t.precision - 1
        return decimal.Decimal(some_integer(rng, -bound, bound)).scaleb(-t.scale)
    if pa.types.is_date32(t):
        return some_integer(rng, -700_000, 2_900_000)
    if pa.types.is_date64(t):
        return some_integer(rng, -700_000, 2_900_000) * 86_400_000
    if pa.types.is_time(t):
        return some_integer(rng, 0, {"ms": 86_399_999, "us": 86_399_999_999, "ns": 86_399_999_999_999}[t.unit])
    if pa.types.is_timestamp(t):
        # Within the nanoseconds of an Int64, which INT96 writers go through.
        seconds = rng.randint(-9_000_000_000, 9_000_000_000)
        factor = {"s": 1, "ms": 10**3, "us": 10**6, "ns": 10**9}[t.unit]
        return seconds * factor + rng.randint(0, factor - 1)
    if pa.types.is_map(t):
        keys = {some_value(rng, t.key_type) for _ in range(rng.choice([0, 1, 3]))} - {None}
        return [(key, some_value(rng, t.item_type)) for key in keys]
    if pa.types.is_fixed_size_list(t):
        return [some_value(rng, t.value_type) for _ in range(t.list_size)]
    if pa.types.is_list(t) or pa.types.is_large_list(t):
        return [some_value(rng, t.value_type) for _ in range(rng.choice([0, 1, 2, 7]))]
    if pa.types.is_struct(t):
        return {f.name: some_value(rng, f.type) for f in t.fields}
    if pa.types.is_string(t) or pa.types.is_large_string(t):
        return some_text(rng)
    return rng.randbytes(t.byte_width if pa.types.is_fixed_size_binary(t) else rng.choice([0, 1, 5, 90]))


def some_array(rng, t, rows):
    pool = [some_value(rng, t) for _ in range(rng.choice([1, 5, rows]))] or [None]
    values = [pool[index % len(pool)] if len(pool) >= rows else rng.choice(pool) for index in range(rows)]
    if isinstance(t, pa.BaseExtensionType):
        return pa.ExtensionArray.from_storage(t, pa.array(values, t.storage_type))
    return pa.array(values, t)


def some_table(rng, leaves, depth=2):
    rows = rng.choice([0, 1, 7, 40, 300, 300, 2500])
    types = [some_type(rng, depth, leaves) for _ in range(rng.randint(1, 5))]
    return pa.table({f"c{i}": some_array(rng, t, rows) for i, t in enumerate(types)})


ENCODINGS = {
    "int": ["PLAIN", "DELTA_BINARY_PACKED", "BYTE_STREAM_SPLIT"],
    "text": ["PLAIN", "DELTA_LENGTH_BYTE_ARRAY", "DELTA_BYTE_ARRAY"],
    "fixed": ["PLAIN", "DELTA_BYTE_ARRAY", "BYTE_STREAM_SPLIT"],
    "real": ["PLAIN", "BYTE_STREAM_SPLIT"],
    "flag": ["PLAIN", "RLE"],
}


def encodings(rng, table):
    """A random encoding of each leaf that its physical type allows."""
    sink = pa.BufferOutputStream()
    pq.write_table(table.slice(0, 0), sink, store_decimal_as_integer=False)
    schema = pq.ParquetFile(pa.BufferReader(sink.getvalue())).schema
    kinds = {
        "BOOLEAN": "flag", "INT32": "int", "INT64": "int", "FLOAT": "real", "DOUBLE": "real",
        "BYTE_ARRAY": "text", "FIXED_LEN_BYTE_ARRAY": "fixed",
    }
    leaves = [schema.column(i) for i in range(len(schema))]
    return {leaf.path: rng.choice(ENCODINGS[kinds[leaf.physical_type]]) for leaf in leaves}


def write_pyarrow(rng, path):
    version = rng.choice(["1.0", "2.4", "2.6"])
    # Older versions of the format have no nanoseconds and would cut them.
    leaves = [t for t in LEAVES if version == "2.6" or not (pa.types.is_timestamp(t) and t.unit == "ns")]
    table = some_table(rng, leaves)
    options = {"store_decimal_as_integer": rng.random() < 0.3}
    if rng.random() < 0.5:
        options["use_dictionary"] = True
    else:
        options["use_dictionary"] = False
        if not options["store_decimal_as_integer"] and rng.random() < 0.8:
            options["column_encoding"] = encodings(rng, table)
    if rng.random() < 0.2 and version == "2.6" and "column_encoding" not in options:
        options["use_deprecated_int96_timestamps"] = True
    pq.write_table(
        table, path,
        version=version,
        data_page_version=rng.choice(["1.0", "2.0"]),
        compression=rng.choice(["none", "snappy", "gzip", "lz4", "zstd"]),
        row_group_size=rng.choice([1 if table.num_rows < 50 else 100, 100, 100_000]),
        data_page_size=rng.choice([64, 1000, 1 << 20]),
        write_batch_size=rng.choice([1, 10, 1024]),
        write_page_index=rng.random() < 0.5,
        write_page_checksum=rng.random() < 0.5,
        dictionary_pagesize_limit=rng.choice([100, 1 << 20]),
        **options,
    )
    return table


def write_duckdb(rng, path):
    source = some_table(rng, [t for t in LEAVES if not pa.types.is_null(t)])
    connection = duckdb.connect()
    connection.sql("SET TimeZone = 'UTC'; SET arrow_lossless_conversion = true; SET threads = 1")
    connection.register("source", source)
    connection.sql("CREATE TABLE held AS FROM source")
    version = rng.choice(["V1", "V2"])
    codec = rng.choice(["uncompressed", "snappy", "gzip", "zstd", "lz4_raw"])
    groups = rng.choice([2048, 122_880])
    limit = rng.choice([0, 1, 100_000])
    connection.sql(
        f"COPY held TO '{path}' (FORMAT parquet, PARQUET_VERSION {version}, COMPRESSION {codec}, "
        f"ROW_GROUP_SIZE {groups}, DICTIONARY_SIZE_LIMIT {limit})"
    )
    # DuckDB is asked for its own file: what it writes is not always what it held.
    return by_duckdb(path)


def write_polars(rng, path):
    skipped = [t for t in LEAVES if pa.types.is_fixed_size_binary(t) or isinstance(t, pa.BaseExtensionType)]
    source = some_table(rng, [t for t in LEAVES if t not in skipped])
    frame = polars.from_arrow(source)
    frame.write_parquet(
        path,
        compression=rng.choice(["uncompressed", "snappy", "gzip", "lz4", "zstd"]),
        statistics=rng.choice([True, False, "full"]),
        row_group_size=rng.choice([10, 1000, None]),
        data_page_size=rng.choice([64, 1000, None]),
    )
    return frame.to_arrow()


def write(folder, first, count):
    writers = [write_pyarrow, write_duckdb, write_polars]
    for seed in range(first, first + count):
        write_one = writers[seed % len(writers)]
        path = folder / f"{write_one.__name__}-{seed}.parquet"
        table = write_one(random.Random(seed), path)
        path.with_suffix(".jsonl").write_text("".join(line + "\n" for line in lines(table)))


if __name__ == "__main__":
    if sys.argv[1] == "check":
        check(pathlib.Path(sys.argv[2]))
    else:
        write(pathlib.Path(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4]))
