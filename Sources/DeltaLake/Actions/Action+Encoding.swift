extension Action {
    /// Appends the action as one JSON line.
    func write(to writer: inout JSONWriter) {
        writer.beginObject()
        switch self {
        case .commitInfo(let info): info.write(to: &writer)
        case .tableProtocol(let value): value.write(to: &writer)
        case .metadata(let value): value.write(to: &writer)
        case .add(let file): file.write(to: &writer)
        case .remove(let file): file.write(to: &writer)
        case .setTransaction(let transaction):
            writer.key("txn")
            writer.beginObject()
            writer.key("appId")
            writer.value(transaction.appID)
            writer.key("version")
            writer.value(transaction.version)
            writer.endObject()
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
        writer.key("engineInfo")
        writer.value(CommitInfo.engineInfo)
        writer.key("txnId")
        writer.value(transactionID)
        writer.endObject()
    }
}

extension TableProtocol {
    fileprivate func write(to writer: inout JSONWriter) {
        writer.key("protocol")
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
    fileprivate func write(to writer: inout JSONWriter) {
        writer.key("metaData")
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

extension AddFile {
    fileprivate func write(to writer: inout JSONWriter) {
        writer.key("add")
        writer.beginObject()
        writer.key("path")
        writer.value(path)
        writer.key("partitionValues")
        writer.value(partitionValues)
        writer.key("size")
        writer.value(size)
        writer.key("modificationTime")
        writer.value(modificationTime)
        writer.key("dataChange")
        writer.value(dataChange)
        if let stats {
            writer.key("stats")
            writer.value(stats)
        }
        if let tags {
            writer.key("tags")
            writer.value(tags)
        }
        writer.endObject()
    }
}

extension RemoveFile {
    fileprivate func write(to writer: inout JSONWriter) {
        writer.key("remove")
        writer.beginObject()
        writer.key("path")
        writer.value(path)
        if let deletionTimestamp {
            writer.key("deletionTimestamp")
            writer.value(deletionTimestamp)
        }
        writer.key("dataChange")
        writer.value(dataChange)
        writer.key("extendedFileMetadata")
        writer.value(extendedFileMetadata)
        if let partitionValues {
            writer.key("partitionValues")
            writer.value(partitionValues)
        }
        if let size {
            writer.key("size")
            writer.value(size)
        }
        if let tags {
            writer.key("tags")
            writer.value(tags)
        }
        writer.endObject()
    }
}
