extension AddFile {
    /// Appends the key and the object.
    func write(to writer: inout JSONWriter) {
        writer.key("add")
        writer.beginObject()
        writer.write("path", path)
        writer.write("partitionValues", partitionValues)
        writer.write("size", size)
        writer.write("modificationTime", modificationTime)
        writer.write("dataChange", dataChange)
        writer.write("stats", stats)
        writer.write("tags", tags)
        writer.write(deletionVector)
        writer.write("baseRowId", baseRowID)
        writer.write("defaultRowCommitVersion", defaultRowCommitVersion)
        writer.write("clusteringProvider", clusteringProvider)
        writer.endObject()
    }
}

extension RemoveFile {
    /// Appends the key and the object.
    func write(to writer: inout JSONWriter) {
        writer.key("remove")
        writer.beginObject()
        writer.write("path", path)
        writer.write("deletionTimestamp", deletionTimestamp)
        writer.write("dataChange", dataChange)
        writer.write("extendedFileMetadata", extendedFileMetadata)
        writer.write("partitionValues", partitionValues)
        writer.write("size", size)
        writer.write("tags", tags)
        writer.write(deletionVector)
        writer.write("baseRowId", baseRowID)
        writer.write("defaultRowCommitVersion", defaultRowCommitVersion)
        writer.endObject()
    }
}

extension AddCDCFile {
    /// Appends the key and the object.
    func write(to writer: inout JSONWriter) {
        writer.key("cdc")
        writer.beginObject()
        writer.write("path", path)
        writer.write("partitionValues", partitionValues)
        writer.write("size", size)
        writer.write("dataChange", false)
        writer.write("tags", tags)
        writer.endObject()
    }
}

extension JSONWriter {
    fileprivate mutating func write(_ vector: DeletionVectorDescriptor?) {
        guard let vector else { return }
        key("deletionVector")
        beginObject()
        write("storageType", vector.storage.rawValue)
        write("pathOrInlineDv", vector.pathOrInlineDv)
        write("offset", vector.offset.map { Int64($0) })
        write("sizeInBytes", Int64(vector.sizeInBytes))
        write("cardinality", vector.cardinality)
        endObject()
    }
}
