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
        if let inCommitTimestamp {
            writer.key("inCommitTimestamp")
            writer.value(inCommitTimestamp)
        }
        if let timestamp {
            writer.key("timestamp")
            writer.value(timestamp)
        }
        writer.key("operation")
        writer.value(operation)
        writer.key("operationParameters")
        writer.value(operationParameters)
        if let readVersion {
            writer.key("readVersion")
            writer.value(readVersion)
        }
        writer.key("isBlindAppend")
        writer.value(isBlindAppend)
        if !operationMetrics.isEmpty {
            writer.key("operationMetrics")
            writer.value(operationMetrics)
        }
        writer.key("engineInfo")
        writer.value(engineInfo)
        writer.key("txnId")
        writer.value(transactionID)
        writer.endObject()
    }
}

extension SetTransaction {
    /// Appends the object without its key.
    func write(to writer: inout JSONWriter) {
        writer.beginObject()
        writer.key("appId")
        writer.value(appID)
        writer.key("version")
        writer.value(version)
        writer.endObject()
    }
}

extension DomainMetadata {
    /// Appends the object without its key.
    func write(to writer: inout JSONWriter) {
        writer.beginObject()
        writer.key("domain")
        writer.value(domain)
        writer.key("configuration")
        writer.value(configuration)
        writer.key("removed")
        writer.value(isRemoved)
        writer.endObject()
    }
}

extension TableProtocol {
    /// Appends the object without its key.
    func write(to writer: inout JSONWriter) {
        writer.beginObject()
        writer.key("minReaderVersion")
        writer.value(minReaderVersion)
        writer.key("minWriterVersion")
        writer.value(minWriterVersion)
        if let readerFeatures {
            writer.key("readerFeatures")
            writer.value(readerFeatures)
        }
        if let writerFeatures {
            writer.key("writerFeatures")
            writer.value(writerFeatures)
        }
        writer.endObject()
    }
}

extension TableMetadata {
    /// Appends the object without its key.
    func write(to writer: inout JSONWriter) {
        writer.beginObject()
        writer.key("id")
        writer.value(id)
        if let name {
            writer.key("name")
            writer.value(name)
        }
        if let description {
            writer.key("description")
            writer.value(description)
        }
        writer.key("format")
        writer.beginObject()
        writer.key("provider")
        writer.value("parquet")
        writer.key("options")
        writer.value([String: String]())
        writer.endObject()
        writer.key("schemaString")
        writer.value(schema.json)
        writer.key("partitionColumns")
        writer.value(partitionColumns)
        writer.key("configuration")
        writer.value(configuration)
        if let createdTime {
            writer.key("createdTime")
            writer.value(createdTime)
        }
        writer.endObject()
    }
}
