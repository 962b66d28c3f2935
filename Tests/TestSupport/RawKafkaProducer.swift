import Glibc

/// Stores hand-made record batches at a broker: transaction markers, and gaps as compaction leaves them.
///
/// Speaks Produce version 3 on a plain socket, since no client library would send such batches.
package final class RawKafkaProducer {
    /// Why a batch was not stored.
    package struct Failure: Error {
        /// What went wrong.
        package var reason: String
    }

    private let descriptor: Int32

    /// Connects to a broker given as `host:port`; host is an IPv4 address.
    package init(broker: String) throws {
        let parts = broker.split(separator: ":")
        guard parts.count == 2, let port = UInt16(parts[1]) else { throw Failure(reason: "\(broker)") }
        descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(port).bigEndian
        address.sin_addr.s_addr = inet_addr(String(parts[0]))
        let size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let connected = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { connect(descriptor, $0, size) }
        }
        guard connected == 0 else { throw Failure(reason: "cannot connect to \(broker)") }
    }

    deinit { close(descriptor) }

    /// Takes one offset with the marker that ends a transaction.
    package func storeMarker(topic: String, partition: Int, isCommit: Bool) throws {
        var key: [UInt8] = []
        key.add(Int16(0))
        key.add(Int16(isCommit ? 1 : 0))
        var value: [UInt8] = []
        value.add(Int16(0))
        value.add(Int32(0))
        let record = Self.record(offset: 0, key: key, value: value)
        // Transactional and control, of producer 7.
        try store(topic, partition, Self.batch([record], offsets: 1, attributes: 0x30, producer: 7))
    }

    /// Takes `offsets` offsets, of which only those of `values` still hold a record.
    package func storeCompacted(
        topic: String,
        partition: Int,
        offsets: Int,
        values: [Int: [UInt8]]
    ) throws {
        let records = values.sorted { $0.key < $1.key }.map { offset, value in
            Self.record(offset: offset, key: Array("A".utf8), value: value)
        }
        try store(topic, partition, Self.batch(records, offsets: offsets, attributes: 0, producer: -1))
    }

    private func store(_ topic: String, _ partition: Int, _ batch: [UInt8]) throws {
        var request: [UInt8] = []
        request.add(Int16(0))
        request.add(Int16(3))
        request.add(Int32(1))
        request.add(text: "raw")
        request.add(Int16(-1))
        request.add(Int16(-1))
        request.add(Int32(5_000))
        request.add(Int32(1))
        request.add(text: topic)
        request.add(Int32(1))
        request.add(Int32(partition))
        request.add(Int32(batch.count))
        request += batch
        var framed: [UInt8] = []
        framed.add(Int32(request.count))
        framed += request
        guard write(descriptor, framed, framed.count) == framed.count else {
            throw Failure(reason: "short write")
        }
        let size = try receive(4).reduce(0) { $0 << 8 | Int($1) }
        let answer = try receive(size)
        // Correlation, one topic with its name, one partition with its number, then the error.
        let place = 4 + 4 + 2 + topic.utf8.count + 4 + 4
        guard answer.count > place + 1, answer[place] == 0, answer[place + 1] == 0 else {
            throw Failure(reason: "the broker refused the batch")
        }
    }

    private func receive(_ count: Int) throws -> [UInt8] {
        var bytes: [UInt8] = []
        var piece = [UInt8](repeating: 0, count: 4_096)
        while bytes.count < count {
            let read = read(descriptor, &piece, min(piece.count, count - bytes.count))
            guard read > 0 else { throw Failure(reason: "the broker hung up") }
            bytes += piece[..<read]
        }
        return bytes
    }

    /// A record batch of format 2 whose header claims `offsets` offsets.
    private static func batch(
        _ records: [[UInt8]],
        offsets: Int,
        attributes: Int16,
        producer: Int64
    ) -> [UInt8] {
        var checked: [UInt8] = []
        checked.add(attributes)
        checked.add(Int32(offsets - 1))
        checked.add(Int64(1_700_000_000_000))
        checked.add(Int64(1_700_000_000_000))
        checked.add(producer)
        checked.add(Int16(producer < 0 ? -1 : 0))
        checked.add(Int32(-1))
        checked.add(Int32(offsets))
        checked += records.joined()
        var body: [UInt8] = []
        body.add(Int32(-1))
        body.append(2)
        body.add(CRC32C.checksum(checked))
        body += checked
        var batch: [UInt8] = []
        batch.add(Int64(0))
        batch.add(Int32(body.count))
        return batch + body
    }

    private static func record(offset: Int, key: [UInt8], value: [UInt8]) -> [UInt8] {
        var body: [UInt8] = [0]
        body.add(varint: 0)
        body.add(varint: offset)
        body.add(varint: key.count)
        body += key
        body.add(varint: value.count)
        body += value
        body.add(varint: 0)
        var record: [UInt8] = []
        record.add(varint: body.count)
        return record + body
    }
}

/// The checksum of record batches, bit by bit.
private enum CRC32C {
    static func checksum(_ bytes: [UInt8]) -> UInt32 {
        var sum = UInt32.max
        for byte in bytes {
            sum ^= UInt32(byte)
            for _ in 0..<8 { sum = sum & 1 == 1 ? (sum >> 1) ^ 0x82F6_3B78 : sum >> 1 }
        }
        return ~sum
    }
}

extension [UInt8] {
    /// A big-endian number.
    fileprivate mutating func add(_ number: some FixedWidthInteger) {
        for shift in stride(from: number.bitWidth - 8, through: 0, by: -8) {
            append(UInt8(truncatingIfNeeded: number >> shift))
        }
    }

    /// A zigzag varint.
    fileprivate mutating func add(varint number: Int) {
        var rest = UInt64(bitPattern: Int64((number << 1) ^ (number >> 63)))
        while rest >= 0x80 {
            append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        append(UInt8(rest))
    }

    /// Text behind its length in two bytes.
    fileprivate mutating func add(text: String) {
        add(Int16(text.utf8.count))
        self += text.utf8
    }
}
