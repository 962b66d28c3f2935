/// Whether this code may read and write a table: known features are fine as long as nothing makes them
/// active.
struct FeatureCheck {
    let tableProtocol: TableProtocol
    let metadata: TableMetadata
    let path: String

    /// Fails with the name of the first feature a reader would have to honour and this one does not.
    func verifyReadable() throws(DeltaError) {
        guard (1...3).contains(tableProtocol.minReaderVersion) else {
            throw unsupported("reader version \(tableProtocol.minReaderVersion)")
        }
        for feature in tableProtocol.readerFeatures ?? [] where !Self.readable.contains(feature) {
            throw unsupported(feature)
        }
        if let mode = metadata.configuration["delta.columnMapping.mode"], mode != "none" {
            throw unsupported("columnMapping")
        }
    }

    /// Fails with the name of the first feature a writer would have to honour and this one does not.
    func verifyWritable() throws(DeltaError) {
        guard (1...7).contains(tableProtocol.minWriterVersion) else {
            throw unsupported("writer version \(tableProtocol.minWriterVersion)")
        }
        for feature in tableProtocol.writerFeatures ?? [] where !Self.writable.contains(feature) {
            throw unsupported(feature)
        }
        let properties = metadata.configuration
        if properties.keys.contains(where: { $0.hasPrefix("delta.constraints.") }) {
            throw unsupported("checkConstraints")
        }
        if properties["delta.enableRowTracking"] == "true" { throw unsupported("rowTracking") }
        if properties["delta.checkpoint.writeStatsAsStruct"] == "true" {
            throw unsupported("delta.checkpoint.writeStatsAsStruct")
        }
        for column in metadata.schema.columns {
            for (key, feature) in Self.columnKeys
            where column.metadata.keys.contains(where: { $0.hasPrefix(key) }) {
                throw unsupported(feature)
            }
        }
    }

    /// Reader features that ask nothing of a reader unless a property or a column makes them active.
    private static let readable: Set<String> = [
        "columnMapping", "deletionVectors", "vacuumProtocolCheck",
    ]

    /// Writer features that ask nothing of a writer unless a property or a column makes them active.
    private static let writable: Set<String> = [
        "appendOnly", "invariants", "checkConstraints", "generatedColumns", "allowColumnDefaults",
        "changeDataFeed", "columnMapping", "deletionVectors", "domainMetadata", "identityColumns",
        "vacuumProtocolCheck",
    ]

    private static let columnKeys = [
        ("delta.invariants", "invariants"),
        ("delta.generationExpression", "generatedColumns"),
        ("delta.identity.", "identityColumns"),
        ("CURRENT_DEFAULT", "allowColumnDefaults"),
    ]

    private func unsupported(_ feature: String) -> DeltaError {
        .unsupportedFeature(feature: feature, path: path)
    }
}
