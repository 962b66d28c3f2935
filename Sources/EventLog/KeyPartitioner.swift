/// The partition of a key, as Kafka's Java client chooses it.
package enum KeyPartitioner {
    /// murmur2 of the key's UTF-8 bytes, without its sign, modulo the number of partitions.
    package static func partition(of key: String, partitionCount: Int) -> Int {
        var key = key
        let hash = key.withUTF8 { murmur2(UnsafeRawBufferPointer($0)) }
        return Int(hash & 0x7fff_ffff) % partitionCount
    }

    /// The hash `org.apache.kafka.common.utils.Utils.murmur2` computes.
    package static func murmur2(_ key: String) -> Int32 {
        var key = key
        return key.withUTF8 { murmur2(UnsafeRawBufferPointer($0)) }
    }

    private static func murmur2(_ bytes: UnsafeRawBufferPointer) -> Int32 {
        let multiplier: UInt32 = 0x5bd1_e995
        var hash = 0x9747_b28c ^ UInt32(truncatingIfNeeded: bytes.count)
        var position = 0
        while position + 4 <= bytes.count {
            var word = UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: position, as: UInt32.self))
            word &*= multiplier
            word ^= word >> 24
            word &*= multiplier
            hash = (hash &* multiplier) ^ word
            position += 4
        }
        if position < bytes.count {
            var shift: UInt32 = 0
            while position < bytes.count {
                hash ^= UInt32(bytes[position]) << shift
                shift += 8
                position += 1
            }
            hash &*= multiplier
        }
        hash ^= hash >> 13
        hash &*= multiplier
        hash ^= hash >> 15
        return Int32(bitPattern: hash)
    }
}
