internal import Parquet
internal import Storage

/// An object of a storage as the Parquet reader takes it.
struct StoredSource: ByteSource {
    let object: any StoredObject

    var count: Int { object.count }

    func bytes(in range: Range<Int>) throws(ParquetError) -> ArraySlice<UInt8> {
        do throws(StorageError) {
            return try object.bytes(in: range)
        } catch {
            throw .source("\(error.call) failed at byte \(range.lowerBound), errno \(error.code)")
        }
    }
}
