import Foundation
import Parquet
import Testing

/// What stands after the pages: bloom filters, page indexes, footer.
struct PageIndexTests {
    /// Several pages and row groups of every kind of column, with nulls in stretches and a list.
    private static func batch(rows: Int) -> ColumnBatch {
        let schema = Schema([
            .required("time", .timestamp), .optional("ward", .string), .optional("value", .double),
            .required("event", .string, bloomFilter: true), .optional("number", .int64, bloomFilter: true),
            .list("tags", .optional("element", .int32)),
            .required("patient", .string, identifying: true, bloomFilter: true),
        ])
        var batch = ColumnBatch(schema: schema)
        var random = SeededRandom(seed: 17)
        for row in 0..<rows {
            batch.columns[0].append(Int64(1_700_000_000_000_000 + row * 1_500_000))
            if (row / 9_000) % 4 == 1 {
                for column in [1, 2, 4] { batch.columns[column].appendNull() }
            } else {
                batch.columns[1].append("W\(random.next() % 7)é")
                batch.columns[2].append(Double(random.next() % 1_000) / 8 - 40)
                batch.columns[4].append(Int64(bitPattern: random.next()))
            }
            batch.columns[3].append("event-\(random.next())-\(row)")
            let tags = Int(random.next() % 4)
            if tags == 0 { batch.columns[5].appendNull(definition: UInt8(row % 2)) }
            for tag in 0..<tags { batch.columns[5].append(Int32(row + tag), repetition: tag == 0 ? 0 : 1) }
            batch.columns[6].append("SECRET\(row % 1_000)")
        }
        return batch
    }

    @Test func anIndependentParserFindsEveryPageAndItsBounds() throws {
        guard ForeignPython.isThere() else { return }
        var options = WriterOptions()
        options.rowGroupRows = 50_000
        options.sortingColumns = [.init("time")]
        let file = try encoded(Self.batch(rows: 130_000), options)
        let found = try ForeignPython.run(Self.parser, on: file.bytes)
        #expect(found == "ok\n")
    }

    @Test func duckDBAsksOurBloomFilters() throws {
        guard ForeignPython.isThere() else { return }
        let batch = Self.batch(rows: 30_000)
        let script = """
            import sys, duckdb
            path = sys.argv[1]
            def kept(column, value):
                rows = duckdb.execute(f"FROM parquet_bloom_probe('{path}', '{column}', {value})").fetchall()
                return [not row[-1] for row in rows]
            event, number = duckdb.execute(f"SELECT event, number FROM '{path}' LIMIT 1").fetchone()
            print(kept('event', repr(event)), kept('number', f'{number}::BIGINT'))
            print(sum(any(kept('event', f"'stranger-{k}'")) for k in range(300)) < 15)
            """
        let found = try ForeignPython.run(script, on: encoded(batch).bytes)
        #expect(found == "[True] [True]\nTrue\n")
    }

    @Test func identifyingValuesAppearNowhereAfterThePages() throws {
        let file = try encoded(Self.batch(rows: 60_000))
        let tail = Array(file.bytes[file.dataEnd...])
        #expect(contains(tail, "event-"))
        #expect(!contains(tail, "SECRET"))
    }

    @Test func aFileOfSinglePagesHasNoPageIndex() throws {
        guard ForeignPython.isThere() else { return }
        let script = """
            import sys, pyarrow.parquet as pq
            columns = [pq.read_metadata(sys.argv[1]).row_group(0).column(i) for i in range(7)]
            print({(c.has_offset_index, c.has_column_index) for c in columns})
            """
        let small = try ForeignPython.run(script, on: encoded(Self.batch(rows: 3_000)).bytes)
        #expect(small == "{(False, False)}\n")
    }

    /// Walks the footer by the Thrift compact protocol alone and compares the indexes with pyarrow's values.
    private static let parser = """
        import struct, sys
        import pyarrow.parquet as pq
        data = open(sys.argv[1], 'rb').read()
        def varint(p):
            value = shift = 0
            while True:
                value |= (data[p] & 127) << shift
                shift += 7
                p += 1
                if data[p - 1] < 128: return value, p
        def zigzag(p):
            value, p = varint(p)
            return (value >> 1) ^ -(value & 1), p
        def read(kind, p):
            if kind in (1, 2): return data[p] == 1, p + 1
            if kind == 3: return data[p], p + 1
            if kind in (4, 5, 6): return zigzag(p)
            if kind == 8:
                size, p = varint(p)
                return data[p:p + size], p + size
            if kind == 9:
                size, inner, p = data[p] >> 4, data[p] & 15, p + 1
                if size == 15: size, p = varint(p)
                items = []
                for _ in range(size):
                    item, p = read(inner, p)
                    items.append(item)
                return items, p
            fields, last = {}, 0
            while data[p]:
                delta, inner, p = data[p] >> 4, data[p] & 15, p + 1
                if delta: last += delta
                else: last, p = zigzag(p)
                if inner in (1, 2): fields[last] = inner == 1
                else: fields[last], p = read(inner, p)
            return fields, p + 1
        length = int.from_bytes(data[-8:-4], 'little')
        footer, _ = read(12, len(data) - 8 - length)
        table = pq.ParquetFile(sys.argv[1])
        decode = {'time': '<q', 'number': '<q', 'value': '<d', 'tags': '<i'}
        assert len(footer[4]) == 3
        for number, group in enumerate(footer[4]):
            values = table.read_row_group(number)
            assert group[4] == [{1: 0, 2: False, 3: False}] and group[5] == (group[1][0][3].get(11) or group[1][0][3][9])
            for column, chunk in enumerate(group[1]):
                name = chunk[3][3][0].decode()
                rows = values.column(name)
                rows = (rows.cast('int64') if name == 'time' else rows).to_pylist()
                pages, _ = read(12, chunk[4])
                pages = pages[1]
                assert len(pages) > 1 and pages[0][3] == 0, name
                bounds = read(12, chunk[6])[0] if 6 in chunk else None
                assert (bounds is None) == (name == 'patient'), name
                assert (14 in chunk[3]) == (name in ('event', 'number')), name
                lows, highs = [], []
                for k, page in enumerate(pages):
                    header, body = read(12, page[1])
                    assert header[1] == 0 and body + header[3] == page[1] + page[2]
                    end = pages[k + 1][3] if k + 1 < len(pages) else len(rows)
                    part = rows[page[3]:end]
                    if k + 1 < len(pages): assert page[1] + page[2] == pages[k + 1][1]
                    count = sum(max(1, len(v or [])) for v in part) if name == 'tags' else len(part)
                    assert header[5][1] == count and count <= 20000, (name, k)
                    if bounds is None: continue
                    flat = [v for r in part for v in (r or [None])] if name == 'tags' else part
                    present = [v for v in flat if v is not None]
                    assert bounds[1][k] == (not present) and bounds[5][k] == len(flat) - len(present), (name, k)
                    low, high = bounds[2][k], bounds[3][k]
                    if not present:
                        assert low == high == b''
                        continue
                    if name in decode: low, high = (struct.unpack(decode[name], v)[0] for v in (low, high))
                    else: low, high = low.decode(), high.decode()
                    assert low == min(present) and high == max(present), (name, k)
                    lows.append(low)
                    highs.append(high)
                if bounds and lows == sorted(lows) and highs == sorted(highs): assert bounds[4] == 1, name
                elif bounds: assert bounds[4] != 1, name
        print('ok')
        """
}
