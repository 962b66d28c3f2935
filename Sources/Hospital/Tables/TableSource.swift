/// A row with the place in the log that caused it.
package struct Placed<Row> {
    package var partition: Int
    package var offset: Int64
    package var row: Row

    package init(_ row: Row, partition: Int, offset: Int64) {
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
package protocol TableSource<Output, Live>: Sendable {
    associatedtype Row
    /// What a processor puts out for each batch of records.
    associatedtype Output
    /// What a processor holds that may still change.
    associatedtype Live

    var layout: RowLayout<Row> { get }
    /// Takes the rows that join the table out of `output`.
    func takeAdded(_ output: inout Output) -> [Placed<Row>]
    /// The rows that may still change; nil for a table whose rows are only added.
    var live: LiveRows<Live, Row>? { get }
}

/// How a keyed table reads its live rows off what a processor holds.
package struct LiveRows<Live, Row>: Sendable {
    /// All rows that may still change.
    package let rows: @Sendable (Live) -> [Row]
    /// The slice of the live rows that a row belongs to, a small number.
    ///
    /// A commit writes only slices in which a row changed. A row keeps its slice for as long as it lives.
    package let slice: @Sendable (Row) -> Int

    package init(rows: @escaping @Sendable (Live) -> [Row], slice: @escaping @Sendable (Row) -> Int) {
        self.rows = rows
        self.slice = slice
    }
}

/// A table whose rows are taken from one place of the output.
package struct Table<Row, Output, Live>: TableSource {
    package let layout: RowLayout<Row>
    package let live: LiveRows<Live, Row>?
    private let take: @Sendable (inout Output) -> [Placed<Row>]

    private init(
        _ layout: RowLayout<Row>,
        _ live: LiveRows<Live, Row>?,
        _ take: @escaping @Sendable (inout Output) -> [Placed<Row>]
    ) {
        self.layout = layout
        self.live = live
        self.take = take
    }

    /// A table whose rows are only added.
    package static func facts(
        _ layout: RowLayout<Row>,
        _ take: @escaping @Sendable (inout Output) -> [Placed<Row>]
    ) -> Table {
        Table(layout, nil, take)
    }

    /// A table of one row per key: settled rows are added once, live ones are replaced.
    package static func keyed(
        _ layout: RowLayout<Row>,
        settled take: @escaping @Sendable (inout Output) -> [Placed<Row>],
        live: LiveRows<Live, Row>
    ) -> Table {
        Table(layout, live, take)
    }

    package func takeAdded(_ output: inout Output) -> [Placed<Row>] { take(&output) }
}
