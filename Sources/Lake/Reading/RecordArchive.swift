import DeltaLake
import Hospital
import Parquet

/// The log as bronze keeps it: every record of a partition, in order, with its offset.
///
/// What was erased from bronze is not there, so offsets may jump.
///
/// For example: `var archive = try RecordArchive(lake: "lake"); let first = try archive.records(0, from: 0, below: 1_000)`.
package struct RecordArchive {
    /// One record.
    package struct Record: Sendable {
        package var offset: Int64
        package var kind: String
        package var key: String
        package var receivedAt: Int64
        package var payload: [UInt8]
    }

    /// Offsets looked for at once: bounds the memory of a replay.
    package static let windowOffsets: Int64 = 50_000

    private let tables: [DeltaTable]

    /// Opens the tables of bronze that are there.
    package init(lake: String) throws(LakeError) {
        var tables: [DeltaTable] = []
        for path in [EngineLayouts.messages.path, EngineLayouts.control.path] {
            do throws(DeltaError) {
                tables.append(try DeltaTable.open(at: "\(lake)/\(path)"))
            } catch {
                switch error {
                case .missingFolder, .notADeltaTable: continue
                default: throw .unusableTable(path: "\(lake)/\(path)", detail: error.description)
                }
            }
        }
        self.tables = tables
    }

    /// The records of `partition` with offsets from `start` and below `end`, in order.
    ///
    /// - Parameter kind: only those of this kind.
    package func records(
        _ partition: Int,
        from start: Int64,
        below end: Int64,
        kind: String? = nil
    ) throws(LakeError) -> [Record] {
        var records: [Record] = []
        for table in tables {
            do throws(DeltaError) {
                records += try Self.records(table, partition, start..<max(start, end), kind)
            } catch {
                throw .unusableTable(path: table.path, detail: error.description)
            }
        }
        return records.sorted { $0.offset < $1.offset }
    }

    private static func records(
        _ table: DeltaTable,
        _ partition: Int,
        _ range: Range<Int64>,
        _ kind: String?
    ) throws(DeltaError) -> [Record] {
        var conditions: [RowFilter.Condition] = [
            .init("partition", .equals(.int32(Int32(partition)))),
            .init("offset", .atLeast(.int64(range.lowerBound))),
            .init("offset", .less(.int64(range.upperBound))),
        ]
        if let kind { conditions.append(.init("kind", .equals(.text(kind)))) }
        let siteColumn = table.metadata.schema["facility"] != nil
        let keyColumn = table.metadata.schema["key"] != nil
        let columns =
            ["offset", "kind", "received_at", "raw"] + (siteColumn ? ["facility"] : [])
            + (keyColumn ? ["key"] : [])
        var records: [Record] = []
        var scan = try table.scan(columns: columns, matching: RowFilter(conditions))
        while let batch = try scan.next() {
            let cells = Cells(batch)
            for row in 0..<batch.rowCount {
                let key = cells.text("key", row)
                records.append(
                    Record(
                        offset: cells.long("offset", row),
                        kind: cells.text("kind", row),
                        key: key.isEmpty ? cells.text("facility", row) : key,
                        receivedAt: cells.long("received_at", row),
                        payload: cells.bytes("raw", row)
                    )
                )
            }
        }
        return records
    }
}
