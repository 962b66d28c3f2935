internal import Parquet
internal import Storage

/// Finds and decodes the deletion vectors of one table.
struct DeletionVectorReader {
    let storage: any ObjectStorage
    /// The table's folder.
    let table: String

    /// The rows that `vector` removes from a data file of `rowCount` rows.
    ///
    /// - Throws: `deletionVector` when it is missing, damaged, or not one for such a file; a storage error.
    func rows(of vector: DeletionVectorDescriptor, rowCount: Int) throws(DeltaError) -> RowSet {
        let name = name(of: vector)
        let bytes =
            vector.storage == .inline ? try inline(vector, name) : try stored(vector, name)
        var rows = RowSet()
        do throws(RoaringError) {
            try RoaringReader.read(bytes, rows: Int64(rowCount)) { rows.insert(contentsOf: $0) }
        } catch {
            throw .deletionVector(path: name, reason: "byte \(error.offset): \(error.reason)")
        }
        guard Int64(rows.count) == vector.cardinality else {
            throw .deletionVector(
                path: name,
                reason: "holds \(rows.count) rows, the log says \(vector.cardinality)"
            )
        }
        return rows
    }

    /// The file of a vector, relative to the table where it lies in it; nil for one in the log.
    func file(of vector: DeletionVectorDescriptor) -> String? {
        switch vector.storage {
        case .inline: nil
        case .relative: DeletionVectorFile.name(vector.pathOrInlineDv)
        case .absolute:
            absolutePath(vector.pathOrInlineDv).map { path in
                path.hasPrefix("\(table)/") ? String(path.dropFirst(table.utf8.count + 1)) : path
            }
        }
    }

    private func name(of vector: DeletionVectorDescriptor) -> String {
        vector.storage == .inline ? "inline" : file(of: vector) ?? vector.pathOrInlineDv
    }

    private func inline(_ vector: DeletionVectorDescriptor, _ name: String) throws(DeltaError) -> [UInt8] {
        guard let bytes = Z85.decode(vector.pathOrInlineDv) else {
            throw .deletionVector(path: name, reason: "is no Z85 text")
        }
        let size = Int(vector.sizeInBytes)
        // The text is padded to whole groups of four bytes.
        guard size >= 0, (size..<size + 4).contains(bytes.count) else {
            throw .deletionVector(path: name, reason: "has \(bytes.count) bytes, the log says \(size)")
        }
        return Array(bytes.prefix(size))
    }

    private func stored(_ vector: DeletionVectorDescriptor, _ name: String) throws(DeltaError) -> [UInt8] {
        guard let file = file(of: vector) else {
            throw .deletionVector(path: name, reason: "is no path this library can open")
        }
        let offset = Int(vector.offset ?? 0)
        let size = Int(vector.sizeInBytes)
        let source: any ByteSource
        do throws(StorageError) {
            let path = file.hasPrefix("/") ? file : "\(table)/\(file)"
            source = StoredSource(object: try storage.open(path))
        } catch {
            throw error.isMissing ? .deletionVector(path: name, reason: "is missing") : DeltaError(error)
        }
        guard offset >= 0, size >= 0, offset + size + 8 <= source.count else {
            throw .deletionVector(
                path: name,
                reason: "has \(source.count) bytes, too few for \(size) at \(offset)"
            )
        }
        do throws(ParquetError) {
            guard try source.bytes(in: 0..<1).first == DeletionVectorFile.version else {
                throw ParquetError.source("is of another version than \(DeletionVectorFile.version)")
            }
            let stored = try source.bytes(in: offset..<offset + size + 8)
            let vector = stored.dropFirst(4).dropLast(4)
            guard DeletionVectorFile.number(stored) == UInt32(size) else {
                throw ParquetError.source("states another size at \(offset) than the log")
            }
            guard DeletionVectorFile.number(stored.suffix(4)) == CRC32.checksum(vector) else {
                throw ParquetError.source("its checksum at \(offset) does not fit its bytes")
            }
            return Array(vector)
        } catch {
            throw .deletionVector(path: name, reason: error.description)
        }
    }

    /// The local path of a URI or path; nil for other places.
    private func absolutePath(_ text: String) -> String? {
        if text.hasPrefix("file://") {
            let path = String(text.dropFirst(7))
            return path.hasPrefix("/") ? PartitionPath.decoded(path) : nil
        }
        return text.hasPrefix("/") ? PartitionPath.decoded(text) : nil
    }
}
