extension Action {
    /// Appends the action as one JSON line.
    func write(to writer: inout JSONWriter) {
        writer.beginObject()
        switch self {
        case .commitInfo(let info): info.write(to: &writer)
        case .tableProtocol(let value):
            writer.key("protocol")
            value.write(to: &writer)
        case .metadata(let value):
            writer.key("metaData")
            value.write(to: &writer)
        case .add(let file): file.write(to: &writer)
        case .remove(let file): file.write(to: &writer)
        case .setTransaction(let transaction):
            writer.key("txn")
            transaction.write(to: &writer)
        case .addChange(let file): file.write(to: &writer)
        case .domainMetadata(let value):
            writer.key("domainMetadata")
            value.write(to: &writer)
        }
        writer.endObject()
        writer.endLine()
    }

    /// The bytes of a commit file.
    package static func encode(_ actions: [Action]) -> [UInt8] {
        var writer = JSONWriter(capacity: 512 * (actions.count + 1))
        for action in actions { action.write(to: &writer) }
        return writer.bytes
    }
}

extension CommitInfo {
    fileprivate func write(to writer: inout JSONWriter) {
        writer.key("commitInfo")
        writer.beginObject()
        writer.write("inCommitTimestamp", inCommitTimestamp)
        writer.write("timestamp", timestamp)
        writer.write("operation", operation)
        writer.write("operationParameters", operationParameters)
        writer.write("readVersion", readVersion)
        writer.write("isBlindAppend", isBlindAppend)
        if !operationMetrics.isEmpty {
            writer.write("operationMetrics", operationMetrics)
        }
        writer.write("engineInfo", engineInfo)
        writer.write("txnId", transactionID)
        writer.endObject()
    }
}

extension SetTransaction {
    /// Appends the object without its key.
    func write(to writer: inout JSONWriter) {
        writer.beginObject()
        writer.write("appId", appID)
        writer.write("version", version)
        writer.endObject()
    }
}

extension DomainMetadata {
    /// Appends the object without its key.
    func write(to writer: inout JSONWriter) {
        writer.beginObject()
        writer.write("domain", domain)
        writer.write("configuration", configuration)
        writer.write("removed", isRemoved)
        writer.endObject()
    }
}

extension TableProtocol {
    /// Appends the object without its key.
    func write(to writer: inout JSONWriter) {
        writer.beginObject()
        writer.write("minReaderVersion", minReaderVersion)
        writer.write("minWriterVersion", minWriterVersion)
        writer.write("readerFeatures", readerFeatures)
        writer.write("writerFeatures", writerFeatures)
        writer.endObject()
    }
}

extension TableMetadata {
    /// Appends the object without its key.
    func write(to writer: inout JSONWriter) {
        writer.beginObject()
        writer.write("id", id)
        writer.write("name", name)
        writer.write("description", description)
        writer.key("format")
        writer.beginObject()
        writer.write("provider", "parquet")
        writer.write("options", [String: String]())
        writer.endObject()
        writer.write("schemaString", schema.json)
        writer.write("partitionColumns", partitionColumns)
        writer.write("configuration", configuration)
        writer.write("createdTime", createdTime)
        writer.endObject()
    }
}
