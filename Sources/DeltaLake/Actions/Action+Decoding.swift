extension Action {
    /// Reads the bytes of a commit file; unknown actions and fields are skipped, as the protocol asks.
    ///
    /// `keepingInfo` keeps the `commitInfo` line too, which replay has no use for.
    /// - Throws: `DeltaError.corruptLog` with `file` and the line.
    package static func decode(_ bytes: [UInt8], file: String, keepingInfo: Bool = false) throws(DeltaError)
        -> [Action]
    {
        var actions: [Action] = []
        var line = 0
        var start = 0
        while start < bytes.count {
            line += 1
            let end = bytes[start...].firstIndex(of: 0x0A) ?? bytes.count
            var scanner = JSONScanner(bytes, in: start..<end)
            start = end + 1
            if scanner.isAtEnd() { continue }
            do throws(JSONError) {
                try decodeLine(&scanner, into: &actions, keepingInfo: keepingInfo)
                guard scanner.isAtEnd() else { throw scanner.error("text after the action") }
            } catch {
                throw .corruptLog(file: file, line: line, reason: error.reason)
            }
        }
        return actions
    }

    private static func decodeLine(
        _ scanner: inout JSONScanner,
        into actions: inout [Action],
        keepingInfo: Bool
    ) throws(JSONError) {
        var isFirst = true
        while let key = try scanner.nextKey(&isFirst) {
            if scanner.takeNull() { continue }
            switch key {
            case "add": actions.append(.add(try AddFile(from: &scanner)))
            case "remove": actions.append(.remove(try RemoveFile(from: &scanner)))
            case "txn": actions.append(.setTransaction(try SetTransaction(from: &scanner)))
            case "cdc": actions.append(.addChange(try AddCDCFile(from: &scanner)))
            case "domainMetadata": actions.append(.domainMetadata(try DomainMetadata(from: &scanner)))
            case "metaData": actions.append(.metadata(try TableMetadata(from: &scanner)))
            case "protocol": actions.append(.tableProtocol(try TableProtocol(from: &scanner)))
            case "commitInfo" where keepingInfo: actions.append(.commitInfo(try CommitInfo(from: &scanner)))
            default: try scanner.skipValue()
            }
        }
    }
}

extension SetTransaction {
    /// Reads the object after its key.
    init(from scanner: inout JSONScanner) throws(JSONError) {
        var appID: String?
        var version: Int64?
        var isFirst = true
        while let key = try scanner.nextKey(&isFirst) {
            switch key {
            case "appId": appID = try scanner.string()
            case "version": version = try scanner.int64()
            default: try scanner.skipValue()
            }
        }
        self.init(
            appID: try scanner.require(appID, "txn.appId"),
            version: try scanner.require(version, "txn.version")
        )
    }
}

extension DomainMetadata {
    /// Reads the object after its key.
    init(from scanner: inout JSONScanner) throws(JSONError) {
        var domain: String?
        var isFirst = true
        self.init(domain: "", configuration: "")
        while let key = try scanner.nextKey(&isFirst) {
            switch key {
            case "domain": domain = try scanner.string()
            case "configuration": configuration = try scanner.optionalString() ?? ""
            case "removed": isRemoved = scanner.takeNull() ? false : try scanner.bool()
            default: try scanner.skipValue()
            }
        }
        self.domain = try scanner.require(domain, "domainMetadata.domain")
    }
}

extension TableProtocol {
    /// Reads the object after its key.
    init(from scanner: inout JSONScanner) throws(JSONError) {
        var reader: Int64?
        var writer: Int64?
        var isFirst = true
        self.init()
        while let key = try scanner.nextKey(&isFirst) {
            switch key {
            case "minReaderVersion": reader = try scanner.int64()
            case "minWriterVersion": writer = try scanner.int64()
            case "readerFeatures": readerFeatures = try scanner.strings()
            case "writerFeatures": writerFeatures = try scanner.strings()
            default: try scanner.skipValue()
            }
        }
        minReaderVersion = try scanner.require(reader, "protocol.minReaderVersion")
        minWriterVersion = try scanner.require(writer, "protocol.minWriterVersion")
    }
}

extension TableMetadata {
    /// Reads the object after its key.
    init(from scanner: inout JSONScanner) throws(JSONError) {
        var id: String?
        var schema: DeltaSchema?
        var isFirst = true
        self.init(id: "", schema: DeltaSchema([]))
        while let key = try scanner.nextKey(&isFirst) {
            switch key {
            case "id": id = try scanner.string()
            case "name": name = try scanner.optionalString()
            case "description": description = try scanner.optionalString()
            case "schemaString": schema = try DeltaSchema(json: scanner.string())
            case "partitionColumns": partitionColumns = try scanner.strings() ?? []
            case "configuration": configuration = try scanner.tags() ?? [:]
            case "createdTime": createdTime = try scanner.optionalInt64()
            default: try scanner.skipValue()
            }
        }
        self.id = try scanner.require(id, "metaData.id")
        self.schema = try scanner.require(schema, "metaData.schemaString")
    }
}

extension CommitInfo {
    /// Other writers put anything here, so a field of another kind is skipped and nothing is required.
    fileprivate init(from scanner: inout JSONScanner) throws(JSONError) {
        self.init(operation: "", operationParameters: [:], isBlindAppend: false, transactionID: "")
        let value = try JSONValue(from: &scanner)
        operation = value["operation"]?.stringValue ?? ""
        transactionID = value["txnId"]?.stringValue ?? ""
        isBlindAppend = value["isBlindAppend"] == .bool(true)
        if case .number(let text) = value["timestamp"] { timestamp = Int64(text) }
        if case .number(let text) = value["readVersion"] { readVersion = Int64(text) }
        if case .number(let text) = value["inCommitTimestamp"] { inCommitTimestamp = Int64(text) }
        operationParameters = Self.texts(value["operationParameters"])
        operationMetrics = Self.texts(value["operationMetrics"])
        engineInfo = value["engineInfo"]?.stringValue ?? ""
    }

    /// The members of an object as texts; what is no string stays JSON.
    private static func texts(_ value: JSONValue?) -> [String: String] {
        guard case .object(let members) = value else { return [:] }
        return members.mapValues { member in
            if let text = member.stringValue { return text }
            var writer = JSONWriter()
            member.write(to: &writer)
            return writer.text
        }
    }
}
