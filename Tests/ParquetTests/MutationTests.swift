import Foundation
import Parquet
import TestSupport
import Testing

/// Damaged files of every feature give an error or a consistent batch, never a trap or a huge allocation.
///
/// `WARDFLOW_MUTATIONS` sets how many; 200,000 is the full run.
struct MutationTests {
    private static let count =
        ProcessInfo.processInfo.environment["WARDFLOW_MUTATIONS"].flatMap { Int($0) } ?? 6000

    private static var limits: ReaderLimits {
        var limits = ReaderLimits()
        limits.footerBytes = 1 << 20
        limits.pageBytes = 4 << 20
        limits.decodedBytes = 8 << 20
        return limits
    }

    /// Whole files to damage, with the length of their metadata.
    private static func originals() throws -> [(name: String, bytes: [UInt8])] {
        var files: [(name: String, bytes: [UInt8])] = []
        for seed in UInt64(0)..<40 {
            let table = SeededTable(seed: seed)
            guard (1...400).contains(table.rows.count) else { continue }
            files.append(("seed \(seed)", try table.written().bytes))
        }
        for file in ForeignFiles.all { files.append((file.rawValue, try file.bytes())) }
        for (name, file) in OddFiles.all { files.append((name, file.bytes())) }
        files.append(("indexed", try indexed()))
        return files
    }

    /// A file with page index, bloom filter and several pages.
    private static func indexed() throws -> [UInt8] {
        var schema = [Field.optional("ward", .string), .required("number", .int64)]
        for index in schema.indices {
            schema[index].bloomFilter = true
            schema[index].pageIndex = true
        }
        var batch = ColumnBatch(schema: Schema(schema))
        for row in 0..<300 {
            if row % 7 == 0 {
                batch.columns[0].appendNull()
            } else {
                batch.columns[0].append("W\(row % 90)")
            }
            batch.columns[1].append(Int64(row) * 1000)
        }
        var options = WriterOptions()
        options.rowGroupRows = 100
        return try encoded(batch, options).bytes
    }

    @Test func damagedFilesGiveAnErrorOrAConsistentBatch() throws {
        let files = try Self.originals()
        var errors = 0
        for round in 0..<Self.count {
            let original = files[round % files.count]
            var mutator = ByteMutator(seed: UInt64(round))
            let bytes = mutator.mutated(original.bytes, tail: footer(original.bytes).count + 8)
            do throws(ParquetError) {
                let problem = try Self.problem(bytes)
                #expect(problem == nil, "\(original.name), round \(round)")
            } catch {
                errors += 1
                #expect(!error.description.isEmpty)
            }
        }
        #expect(errors > 0 && errors < Self.count)
        print("mutations: \(Self.count) over \(files.count) files, \(errors) errors, peak \(Self.peak)")
    }

    /// Reads everything, then some rows by a filter, and says what of it does not fit together, or nil.
    private static func problem(_ bytes: [UInt8]) throws(ParquetError) -> String? {
        let reader = try FileReader(bytes: bytes, limits: limits)
        let batch = try reader.read()
        let rows = RowAssembler.rows(batch)
        if rows.count != reader.rowCount && !batch.columns.isEmpty { return "rows" }
        if batch.byteCount > limits.decodedBytes * 2 { return "memory" }
        guard let leaf = reader.schema.leaves.first(where: { $0.maxRepetition == 0 }),
            let test = test(of: leaf.type)
        else { return nil }
        let filter = RowFilter([RowFilter.Condition(leaf.name, test)])
        let filtered = try reader.read(ReadRequest(filter: filter, wantsRowNumbers: true))
        let numbers = filtered.rowNumbers
        if numbers.count != filtered.rowCount { return "row numbers" }
        if !numbers.allSatisfy((0..<Int64(reader.rowCount)).contains) {
            return "row numbers out of range"
        }
        // Reading late must give the rows that the full read has at those numbers.
        let isSame = zip(numbers, RowAssembler.rows(filtered.batch)).allSatisfy { rows[Int($0)] == $1 }
        return isSame ? nil : "filtered rows"
    }

    private static func test(of type: ColumnType) -> RowFilter.Test? {
        switch type {
        case .string: .equals(.bytes(Array("W1".utf8)))
        case .int32: .atLeast(.int32(0))
        case .int64: .less(.int64(50_000))
        case .double: .greater(.double(0))
        case .boolean: .equals(.boolean(true))
        default: .isNotNull
        }
    }

    /// The most memory the process ever had, in its own words.
    private static var peak: String {
        let status = (try? String(contentsOfFile: "/proc/self/status", encoding: .utf8)) ?? ""
        return status.split(separator: "\n").first { $0.hasPrefix("VmHWM") }.map(String.init)
            ?? "unknown"
    }
}
