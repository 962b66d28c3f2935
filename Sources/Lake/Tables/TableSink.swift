import Hospital

/// A table as a processor's output reaches it, whatever its rows are.
package protocol TableSink<Output, Live>: AnyObject {
    associatedtype Output
    associatedtype Live

    var path: String { get }
    /// Takes the table's rows out of what a processor put out.
    func take(_ output: inout Output, site: String)
    /// Takes the live rows, where the table has any.
    func take(live: Live, site: String)
    func take(partition: Int, durable offset: Int64)
    func drop(partition: Int, sites: [String])
    func rebuild(site: String)
    func forget(site: String)
    func takeRows() -> PendingRows
    func takeSpool() -> PendingRows
    func durableOffset(_ partition: Int) -> Int64
    var waitingRows: Int { get }
    var schema: TableSchema { get }
}

/// The sink of one declared table.
final class SourceSink<Source: TableSource>: TableSink {
    typealias Output = Source.Output
    typealias Live = Source.Live

    private let source: Source
    private let writer: TableWriter<Source.Row>

    init(_ source: Source, _ writer: TableWriter<Source.Row>) {
        self.source = source
        self.writer = writer
    }

    var path: String { source.layout.path }
    var schema: TableSchema { writer.schema }

    func take(_ output: inout Output, site: String) {
        for placed in source.takeAdded(&output) {
            writer.append(placed.row, site: site, partition: placed.partition, offset: placed.offset)
        }
    }

    func take(live: Live, site: String) {
        guard let reading = source.live else { return }
        writer.replaceLive(reading.rows(live), site: site, slice: reading.slice)
    }

    func take(partition: Int, durable offset: Int64) { writer.take(partition: partition, durable: offset) }
    func drop(partition: Int, sites: [String]) { writer.drop(partition: partition, sites: sites) }
    func rebuild(site: String) { writer.rebuild(site: site) }
    func forget(site: String) { writer.forget(site: site) }
    func takeRows() -> PendingRows { writer.takeRows() }
    func takeSpool() -> PendingRows { writer.takeSpool() }
    func durableOffset(_ partition: Int) -> Int64 { writer.durableOffset(partition) }
    var waitingRows: Int { writer.waitingRows }
}
