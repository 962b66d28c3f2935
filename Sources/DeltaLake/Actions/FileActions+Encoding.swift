extension AddFile {
    /// Appends the key and the object.
    func write(to writer: inout JSONWriter) {
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
        writer.write(deletionVector)
        writer.write("baseRowId", baseRowID)
        writer.write("defaultRowCommitVersion", defaultRowCommitVersion)
        if let clusteringProvider {
            writer.key("clusteringProvider")
            writer.value(clusteringProvider)
        }
        writer.endObject()
    }
}

extension RemoveFile {
    /// Appends the key and the object.
    func write(to writer: inout JSONWriter) {
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
        writer.key("path")
        writer.value(path)
        writer.key("partitionValues")
        writer.value(partitionValues)
        writer.key("size")
        writer.value(size)
        writer.key("dataChange")
        writer.value(false)
        if let tags {
            writer.key("tags")
            writer.value(tags)
        }
        writer.endObject()
    }
}

extension JSONWriter {
    fileprivate mutating func write(_ name: String, _ number: Int64?) {
        guard let number else { return }
        key(name)
        value(number)
    }

    fileprivate mutating func write(_ vector: DeletionVectorDescriptor?) {
        guard let vector else { return }
        key("deletionVector")
        beginObject()
        key("storageType")
        value(vector.storage.rawValue)
        key("pathOrInlineDv")
        value(vector.pathOrInlineDv)
        write("offset", vector.offset.map { Int64($0) })
        write("sizeInBytes", Int64(vector.sizeInBytes))
        write("cardinality", vector.cardinality)
        endObject()
    }
}
