import Parquet
import Testing

struct BufferShelvesTests {
    private static let mebi = 1 << 20

    private func array(mebibytes: Int) -> [UInt8] {
        var array: [UInt8] = []
        array.reserveCapacity(mebibytes * Self.mebi)
        return array
    }

    /// Takes an array and says how many whole mebibytes it has room for.
    private func take(_ mebibytes: Int, from shelves: inout BufferShelves) -> Int? {
        shelves.take(capacity: mebibytes * Self.mebi, \.bytes).map { $0.capacity / Self.mebi }
    }

    @Test func aKeptArrayComesBackOnce() {
        var shelves = BufferShelves(limit: 64 * Self.mebi)
        shelves.keep(array(mebibytes: 8), \.bytes)
        #expect(shelves.byteCount >= 8 * Self.mebi)
        #expect(take(8, from: &shelves) == 8)
        #expect(shelves.byteCount == 0)
        #expect(take(8, from: &shelves) == nil)
    }

    @Test func smallArraysAreNotKept() {
        var shelves = BufferShelves()
        shelves.keep(array(mebibytes: 3), \.bytes)
        #expect(shelves.byteCount == 0)
    }

    @Test func theOldestMakesRoomWhenTheLimitIsReached() {
        var shelves = BufferShelves(limit: 25 * Self.mebi)
        for size in [8, 9, 10, 11] {
            shelves.keep(array(mebibytes: size), \.bytes)
            #expect(shelves.byteCount <= 25 * Self.mebi)
        }
        // 8 went for 10, 9 for 11.
        #expect(take(8, from: &shelves) == 10)
        #expect(take(8, from: &shelves) == 11)
        #expect(take(8, from: &shelves) == nil)
    }

    @Test func anArrayAboveTheLimitAndOneBesideAnotherKindAreNotKept() {
        var shelves = BufferShelves(limit: 10 * Self.mebi)
        shelves.keep(array(mebibytes: 11), \.bytes)
        #expect(shelves.byteCount == 0)
        shelves.keep(array(mebibytes: 8), \.bytes)
        let before = shelves.byteCount
        shelves.keep([Int64](repeating: 1, count: Self.mebi), \.int64s)
        #expect(shelves.byteCount == before)
    }

    @Test func aLimitOfZeroKeepsNothing() {
        var shelves = BufferShelves(limit: 0)
        shelves.keep(array(mebibytes: 8), \.bytes)
        #expect(shelves.byteCount == 0)
    }

    @Test func theSmallestThatFitsIsTakenAndNoneMoreThanTwiceAsLarge() {
        var shelves = BufferShelves()
        for size in [32, 8, 12] { shelves.keep(array(mebibytes: size), \.bytes) }
        #expect(take(40, from: &shelves) == nil)
        #expect(take(3, from: &shelves) == nil)
        #expect(take(7, from: &shelves) == 8)
        #expect(take(7, from: &shelves) == 12)
        #expect(take(7, from: &shelves) == nil)
    }
}

/// Columns of more than 4 MiB, so that their arrays are kept and used again.
@Suite(.serialized) struct KeptBuffersTests {
    private static let rows = 600_000

    private func batch(_ start: Int, rows: Int) -> ColumnBatch {
        let schema = Schema([
            .required("number", .int64), .required("text", .string), .required("half", .double),
        ])
        var batch = ColumnBatch(schema: schema)
        for row in start..<start + rows {
            batch.columns[0].append(Int64(row))
            batch.columns[1].append("value \(row)")
            batch.columns[2].append(Double(row) / 2)
        }
        return batch
    }

    private func read(_ bytes: [UInt8], threads: Int) throws -> ColumnBatch {
        var reader = try FileReader(bytes: bytes)
        reader.threads = threads
        return try reader.read()
    }

    @Test(arguments: [1, 2])
    func readsInMemoryOfEarlierOnesReturnTheirOwnValues(threads: Int) throws {
        for (start, fewer) in [(0, 0), (1_000_000, 0), (7, 50_000), (9, 0)] {
            let written = batch(start, rows: Self.rows - fewer)
            let file = try encoded(written)
            let result = try read(file.bytes, threads: threads)
            for index in written.columns.indices {
                #expect(sameEntries(result.columns[index], written.columns[index]), "from \(start)")
            }
        }
    }

    @Test func aReleasedColumnIsKept() throws {
        let file = try encoded(batch(0, rows: Self.rows))
        var result: ColumnBatch? = try read(file.bytes, threads: 1)
        #expect(result?.rowCount == Self.rows)
        result = nil
        #expect(KeptBuffers.byteCount > 0)
        #expect(KeptBuffers.byteCount <= KeptBuffers.limit)
    }

    @Test func whatACallerStillHoldsIsNotWrittenOver() throws {
        let first = try encoded(batch(0, rows: Self.rows))
        let second = try encoded(batch(1_000_000, rows: Self.rows))
        var result: ColumnBatch? = try read(first.bytes, threads: 1)
        let numbers = try #require(result?.columns[0].int64Values)
        let text = try #require(result?.columns[1].bytes(at: 5))
        result = nil
        let other = try read(second.bytes, threads: 1)
        #expect(numbers[5] == 5)
        #expect(String(decoding: text, as: UTF8.self) == "value 5")
        #expect(other.columns[0].int64Values[5] == 1_000_005)
    }

    @Test func aColumnThatWasReadCanGrow() throws {
        let file = try encoded(batch(0, rows: Self.rows))
        var grown = try read(file.bytes, threads: 1)
        let copy = grown
        grown.columns[0].append(Int64(-1))
        grown.columns[1].append("last")
        #expect(copy.columns[0].count == Self.rows)
        #expect(grown.columns[0].int64Values[Self.rows] == -1)
        #expect(grown.columns[1].string(at: Self.rows) == "last")
        #expect(grown.columns[1].string(at: Self.rows - 1) == "value \(Self.rows - 1)")
    }
}
