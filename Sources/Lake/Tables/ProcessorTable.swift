import Hospital

/// A table whose rows a processor puts out.
struct ProcessorTable<Output, Live> {
    let source: any TableSource<Output, Live>
    let writer: TableWriter

    /// Takes the table's rows out of what the processor of `site` put out.
    func take(_ output: inout Output, site: String) {
        writer.append(source.takeAdded(&output), site: site)
    }

    /// Takes the live rows of `site`, where the table has any.
    func take(live: Live, site: String) {
        if let rows = source.readLive(live) { writer.replaceLive(rows, site: site) }
    }
}

/// A table that every pipeline writes, whatever its processors are.
package struct EngineTable<Row> {
    let layout: RowLayout<Row>
    let writer: TableWriter

    /// Takes in a row of `site` caused by `offset` of `partition`, unless the table has it.
    package func append(_ row: Row, site: String, partition: Int, offset: Int64) {
        guard let sink = writer.beginRow(site: site, partition: partition, offset: offset) else { return }
        layout.write(row, writer.order, sink)
    }
}
