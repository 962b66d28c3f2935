import DeltaLake
import Foundation
import Storage
import Testing

/// Damaged logs: an error that names the file, or a table, and never a trap.
///
/// `WARDFLOW_MUTATIONS=200000 swift test --filter LogMutationTests` runs the long form; CI runs 4,000.
@Suite struct LogMutationTests {
    private static var count: Int {
        ProcessInfo.processInfo.environment["WARDFLOW_MUTATIONS"].flatMap { Int($0) } ?? 4_000
    }

    /// The log of a table with every kind of action, a V1 checkpoint, and a V2 one with a sidecar.
    private static func log() throws -> [String: [UInt8]] {
        let folder = try TemporaryFolder()
        var table = try DeltaTable.create(
            at: folder.table,
            schema: DeltaSchema(SampleTable.schema.columns + NestedSchemaTests.columns.dropFirst(6)),
            partitionColumns: ["facility"],
            configuration: [
                "delta.enableDeletionVectors": "true", "delta.enableInCommitTimestamps": "true",
                "delta.constraints.c": "id BETWEEN 0 AND 1e9 AND NOT (id IN (-1, -2))",
            ],
            options: SampleTable.options()
        )
        for number in Int64(1)...3 {
            _ = try SampleTable.append(&table, ids: number..<(number + 2), version: number)
        }
        var file = try #require(table.files.values.first)
        let old = file
        file.deletionVector = DeletionVectorDescriptor(
            storage: .relative,
            pathOrInlineDv: "ab^-aqEH.-t@S}K{vb[*k^",
            offset: 4,
            sizeInBytes: 40,
            cardinality: 1
        )
        let actions: [Action] = [
            .remove(RemoveFile(old, at: systemMilliseconds(), dataChange: true)), .add(file),
            .domainMetadata(DomainMetadata(domain: "org.ward", configuration: "{}")),
            .addChange(AddCDCFile(path: "_change_data/x", size: 5)),
        ]
        try folder.writeLog(
            "00000000000000000004.json",
            String(decoding: Action.encode(actions), as: UTF8.self)
        )
        try table.refresh()
        try table.writeCheckpoint()
        try CheckpointForms.write(folder, "_sidecars/s.parquet", CheckpointForms.addRows(["a", "b"]))
        try folder.writeLog(
            "00000000000000000004.checkpoint.80a083e8-7026-4e79-81be-64bd76c43a11.json",
            CheckpointForms.topLines(sidecars: ["s.parquet"])
        )
        var files: [String: [UInt8]] = [:]
        for name in folder.files(includingLog: true) where name.hasPrefix("_delta_log") {
            files["/t/\(name)"] = try LocalStorage().get("\(folder.table)/\(name)")
        }
        return files
    }

    @Test func damagedLogsGiveATableOrAnErrorAndNeverATrap() throws {
        let seed = UInt64.random(in: 0 ... .max)
        print("log mutations: seed \(seed)")
        var random = SeededRandom(seed)
        let whole = try Self.log()
        let names = whole.keys.sorted()
        var opened = 0
        for _ in 0..<Self.count {
            var files = whole
            // Without one kind of file or another, so that the others are read too.
            for name in names where Int.random(in: 0..<4, using: &random) == 0 && !name.hasSuffix("0.json") {
                files[name] = nil
            }
            let left = files.keys.sorted()
            for _ in 0..<Int.random(in: 1...2, using: &random) {
                guard let name = left.randomElement(using: &random) else { continue }
                files[name] = mutated(files[name] ?? [], &random)
            }
            if open(files) { opened += 1 }
        }
        #expect(opened > 0)
    }

    /// Opens the table and looks at all of it; true when that worked.
    private func open(_ files: [String: [UInt8]]) -> Bool {
        let options = SampleTable.options(MemoryStorage(files))
        do {
            let table = try DeltaTable.open(at: "/t", options: options)
            _ = try table.checksumVerdict()
            _ = try table.history()
            for version in 0...table.version {
                _ = try DeltaTable.open(at: "/t", version: version, options: options)
            }
            return true
        } catch {
            return false
        }
    }

    /// Bit flips, a cut, a stretch copied elsewhere, or a number made huge.
    private func mutated(_ bytes: [UInt8], _ random: inout SeededRandom) -> [UInt8] {
        guard !bytes.isEmpty else { return bytes }
        var bytes = bytes
        switch Int.random(in: 0..<4, using: &random) {
        case 0:
            for _ in 0..<Int.random(in: 1...8, using: &random) {
                let place = Int.random(in: 0..<bytes.count, using: &random)
                bytes[place] ^= 1 << UInt8.random(in: 0..<8, using: &random)
            }
        case 1: bytes.removeLast(Int.random(in: 1...bytes.count, using: &random))
        case 2:
            let start = Int.random(in: 0..<bytes.count, using: &random)
            let end = min(bytes.count, start + Int.random(in: 1...200, using: &random))
            bytes.insert(contentsOf: bytes[start..<end], at: Int.random(in: 0...bytes.count, using: &random))
        default:
            let digits = bytes.indices.filter { (0x30...0x39).contains(bytes[$0]) }
            guard let place = digits.randomElement(using: &random) else { return bytes }
            bytes.replaceSubrange(place...place, with: Array("9223372036854775807".utf8))
        }
        return bytes
    }
}
