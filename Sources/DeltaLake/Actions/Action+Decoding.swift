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
            case "metaData": actions.append(.metadata(try TableMetadata(from: &scanner)))
            case "protocol": actions.append(.tableProtocol(try TableProtocol(from: &scanner)))
            case "commitInfo" where keepingInfo: actions.append(.commitInfo(try CommitInfo(from: &scanner)))
            default: try scanner.skipValue()
            }
        }
    }
}

extension JSONScanner {
    /// The value a required field had, or an error that names it.
    fileprivate func require<Value>(_ value: Value?, _ name: String) throws(JSONError) -> Value {
        guard let value else { throw error("\(name) is missing") }
        return value
    }

    fileprivate mutating func optionalString() throws(JSONError) -> String? {
        takeNull() ? nil : try string()
    }

    fileprivate mutating func optionalInt64() throws(JSONError) -> Int64? {
        takeNull() ? nil : try int64()
    }

    fileprivate mutating func stringMap() throws(JSONError) -> [String: String?] {
        var map: [String: String?] = [:]
        var isFirst = true
        while let key = try nextKey(&isFirst) { map.updateValue(try optionalString(), forKey: key) }
        return map
    }

    fileprivate mutating func tags() throws(JSONError) -> [String: String]? {
        takeNull() ? nil : try stringMap().compactMapValues { $0 }
    }

    fileprivate mutating func strings() throws(JSONError) -> [String]? {
        if takeNull() { return nil }
        var texts: [String] = []
        var isFirst = true
        while try nextElement(&isFirst) { texts.append(try string()) }
        return texts
    }
}

extension AddFile {
    fileprivate init(from scanner: inout JSONScanner) throws(JSONError) {
        var path: String?
        var size: Int64?
        var isFirst = true
        self.init(path: "", size: 0, modificationTime: 0)
        while let key = try scanner.nextKey(&isFirst) {
            switch key {
            case "path": path = try scanner.string()
            case "partitionValues": partitionValues = scanner.takeNull() ? [:] : try scanner.stringMap()
            case "size": size = try scanner.int64()
            case "modificationTime": modificationTime = try scanner.optionalInt64() ?? 0
            case "dataChange": dataChange = try scanner.bool()
            case "stats": stats = try scanner.optionalString()
            case "tags": tags = try scanner.tags()
            case "deletionVector":
                guard scanner.takeNull() else { throw scanner.error("add.deletionVector is not supported") }
            default: try scanner.skipValue()
            }
        }
        self.path = try scanner.require(path, "add.path")
        self.size = try scanner.require(size, "add.size")
    }
}

extension RemoveFile {
    fileprivate init(from scanner: inout JSONScanner) throws(JSONError) {
        var path: String?
        var isFirst = true
        self.init(path: "", deletionTimestamp: nil)
        while let key = try scanner.nextKey(&isFirst) {
            switch key {
            case "path": path = try scanner.string()
            case "deletionTimestamp": deletionTimestamp = try scanner.optionalInt64()
            case "dataChange": dataChange = try scanner.bool()
            case "extendedFileMetadata":
                extendedFileMetadata = scanner.takeNull() ? false : try scanner.bool()
            case "partitionValues": partitionValues = scanner.takeNull() ? nil : try scanner.stringMap()
            case "size": size = try scanner.optionalInt64()
            case "tags": tags = try scanner.tags()
            default: try scanner.skipValue()
            }
        }
        self.path = try scanner.require(path, "remove.path")
    }
}

extension SetTransaction {
    fileprivate init(from scanner: inout JSONScanner) throws(JSONError) {
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

extension TableProtocol {
    fileprivate init(from scanner: inout JSONScanner) throws(JSONError) {
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
    fileprivate init(from scanner: inout JSONScanner) throws(JSONError) {
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
        if case .object(let members) = value["operationParameters"] {
            operationParameters = members.compactMapValues(\.stringValue)
        }
    }
}
