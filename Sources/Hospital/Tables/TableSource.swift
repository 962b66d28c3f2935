// Public only so that other modules inline it: the compiler does not do so with what is `package`.
// swift-format-ignore-file: AllPublicDeclarationsHaveDocumentation

/// A row with the place in the log that caused it.
public struct Placed<Row> {
    public var partition: Int
    public var offset: Int64
    public var row: Row

    @inlinable public init(_ row: Row, partition: Int, offset: Int64) {
        self.partition = partition
        self.offset = offset
        self.row = row
    }
}

extension Placed: Sendable where Row: Sendable {}
extension Placed: Equatable where Row: Equatable {}

/// One table as its owner declares it: the layout, and where a processor's output holds its rows.
///
/// The registry (`KeyedProcessor.tables`) is a list of these; the order of the list is the order of commits. Nothing else
/// lists tables.
public protocol TableSource<Output, Live>: Sendable {
    /// What a processor puts out for each batch of records.
    associatedtype Output
    /// What a processor holds that may still change.
    associatedtype Live

    var shape: TableShape { get }
    /// Takes the rows that join the table out of `output`.
    func takeAdded(_ output: inout Output) -> AddedRows
    /// The rows that may still change; nil for a table whose rows are only added.
    func readLive(_ live: Live) -> PresentRows?
}

/// Writes the cells of the row with a number, in an order of columns.
public typealias CellWriter = (_ row: Int, _ order: [Int], _ sink: any CellSink) -> Void

/// Rows that join a table, whatever they are.
public struct AddedRows {
    /// The record that caused each row.
    public let places: [(partition: Int, offset: Int64)]
    public let write: CellWriter

    @inlinable public init(_ places: [(partition: Int, offset: Int64)], _ write: @escaping CellWriter) {
        self.places = places
        self.write = write
    }
}

/// All rows of a table that may still change, whatever they are.
public struct PresentRows {
    /// The slice that each row belongs to.
    public let slices: [Int]
    public let write: CellWriter

    @inlinable public init(_ slices: [Int], _ write: @escaping CellWriter) {
        self.slices = slices
        self.write = write
    }
}

/// How a keyed table reads its live rows off what a processor holds.
public struct LiveRows<Live, Row>: Sendable {
    /// All rows that may still change.
    public let rows: @Sendable (Live) -> [Row]
    /// The slice of the live rows that a row belongs to, a small number.
    ///
    /// A commit writes only slices in which a row changed. A row keeps its slice for as long as it lives.
    public let slice: @Sendable (Row) -> Int

    @inlinable public init(
        rows: @escaping @Sendable (Live) -> [Row],
        slice: @escaping @Sendable (Row) -> Int
    ) {
        self.rows = rows
        self.slice = slice
    }
}

/// A table whose rows are taken from one place of the output.
public struct Table<Row, Output, Live>: TableSource {
    public let shape: TableShape
    @usableFromInline let added: @Sendable (inout Output) -> AddedRows
    @usableFromInline let present: (@Sendable (Live) -> PresentRows)?

    @inlinable init(
        _ layout: RowLayout<Row>,
        _ take: @escaping @Sendable (inout Output) -> [Placed<Row>],
        _ live: LiveRows<Live, Row>?
    ) {
        shape = layout.shape
        added = { (output: inout Output) -> AddedRows in
            let rows = take(&output)
            return AddedRows(rows.map { ($0.partition, $0.offset) }) { row, order, sink in
                layout.write(rows[row].row, order, sink)
            }
        }
        guard let live else {
            present = nil
            return
        }
        present = { (held: Live) -> PresentRows in
            let rows = live.rows(held)
            return PresentRows(rows.map(live.slice)) { row, order, sink in
                layout.write(rows[row], order, sink)
            }
        }
    }

    /// A table whose rows are only added.
    @inlinable public static func facts(
        _ layout: RowLayout<Row>,
        _ take: @escaping @Sendable (inout Output) -> [Placed<Row>]
    ) -> Table {
        Table(layout, take, nil)
    }

    /// A table of one row per key: settled rows are added once, live ones are replaced.
    @inlinable public static func keyed(
        _ layout: RowLayout<Row>,
        settled take: @escaping @Sendable (inout Output) -> [Placed<Row>],
        live: LiveRows<Live, Row>
    ) -> Table {
        Table(layout, take, live)
    }

    public func takeAdded(_ output: inout Output) -> AddedRows { added(&output) }
    public func readLive(_ live: Live) -> PresentRows? { present?(live) }
}
