extension AddFile {
    /// Reads the object after its key.
    init(from scanner: inout JSONScanner) throws(JSONError) {
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
            case "deletionVector": deletionVector = try scanner.deletionVector()
            case "baseRowId": baseRowID = try scanner.optionalInt64()
            case "defaultRowCommitVersion": defaultRowCommitVersion = try scanner.optionalInt64()
            case "clusteringProvider": clusteringProvider = try scanner.optionalString()
            default: try scanner.skipValue()
            }
        }
        self.path = try scanner.require(path, "add.path")
        self.size = try scanner.require(size, "add.size")
    }
}

extension RemoveFile {
    /// Reads the object after its key.
    init(from scanner: inout JSONScanner) throws(JSONError) {
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
            case "deletionVector": deletionVector = try scanner.deletionVector()
            case "baseRowId": baseRowID = try scanner.optionalInt64()
            case "defaultRowCommitVersion": defaultRowCommitVersion = try scanner.optionalInt64()
            default: try scanner.skipValue()
            }
        }
        self.path = try scanner.require(path, "remove.path")
    }
}

extension AddCDCFile {
    /// Reads the object after its key.
    init(from scanner: inout JSONScanner) throws(JSONError) {
        var path: String?
        var size: Int64?
        var isFirst = true
        self.init(path: "", size: 0)
        while let key = try scanner.nextKey(&isFirst) {
            switch key {
            case "path": path = try scanner.string()
            case "partitionValues": partitionValues = scanner.takeNull() ? [:] : try scanner.stringMap()
            case "size": size = try scanner.int64()
            case "tags": tags = try scanner.tags()
            default: try scanner.skipValue()
            }
        }
        self.path = try scanner.require(path, "cdc.path")
        self.size = try scanner.require(size, "cdc.size")
    }
}

extension JSONScanner {
    fileprivate mutating func deletionVector() throws(JSONError) -> DeletionVectorDescriptor? {
        if takeNull() { return nil }
        var storage: DeletionVectorDescriptor.Storage?
        var location: String?
        var offset: Int32?
        var size: Int32?
        var cardinality: Int64?
        var isFirst = true
        while let key = try nextKey(&isFirst) {
            switch key {
            case "storageType":
                storage = DeletionVectorDescriptor.Storage(rawValue: try string())
                if storage == nil { throw error("deletionVector.storageType is none of u, i and p") }
            case "pathOrInlineDv": location = try string()
            case "offset": offset = takeNull() ? nil : try int32("deletionVector.offset")
            case "sizeInBytes": size = try int32("deletionVector.sizeInBytes")
            case "cardinality": cardinality = try int64()
            default: try skipValue()
            }
        }
        return DeletionVectorDescriptor(
            storage: try require(storage, "deletionVector.storageType"),
            pathOrInlineDv: try require(location, "deletionVector.pathOrInlineDv"),
            offset: offset,
            sizeInBytes: try require(size, "deletionVector.sizeInBytes"),
            cardinality: try require(cardinality, "deletionVector.cardinality")
        )
    }

    /// A count or place that is not negative and fits 32 bits.
    private mutating func int32(_ name: String) throws(JSONError) -> Int32 {
        guard let value = Int32(exactly: try int64()), value >= 0 else {
            throw error("\(name) is negative or does not fit 32 bits")
        }
        return value
    }
}
