extension ValueConversion {
    /// Appends the values of `raw`, decoded in their stored form, in the form of the column's type.
    ///
    /// Fails on a value the type does not have: of too many bits or digits, or beyond the microseconds of
    /// an Int64.
    func convert(_ raw: Column, appendingTo output: inout Column) throws(ParquetError) {
        switch self {
        case .none: preconditionFailure("values that need no conversion are decoded in place")
        case .narrow(let range):
            guard raw.int32s.allSatisfy(range.contains) else { throw Self.outOfRange }
            output.int32s.append(contentsOf: raw.int32s)
        case .unsigned32:
            output.int64s.append(contentsOf: raw.int32s.lazy.map { Int64(UInt32(bitPattern: $0)) })
        case .unsigned64:
            output.int128s.append(contentsOf: raw.int64s.lazy.map { Int128(UInt64(bitPattern: $0)) })
        case .millis: try millis(raw, &output.int64s)
        case .nanos:
            // Rounds down for moments before 1970 too.
            output.int64s.append(contentsOf: raw.int64s.lazy.map { $0 >= 0 ? $0 / 1000 : ~(~$0 / 1000) })
        case .int96: try int96(raw, &output.int64s)
        case .decimal(let precision): try decimals(raw, precision, &output.int128s)
        }
    }

    private static var outOfRange: ParquetError {
        .corrupt(what: "a value outside the range of its column's type", offset: -1)
    }

    private func millis(_ raw: Column, _ output: inout [Int64]) throws(ParquetError) {
        if raw.storage == .int32 {
            output.append(contentsOf: raw.int32s.lazy.map { Int64($0) * 1000 })
            return
        }
        for value in raw.int64s {
            let (micros, overflow) = value.multipliedReportingOverflow(by: 1000)
            guard !overflow else { throw Self.outOfRange }
            output.append(micros)
        }
    }

    /// Eight bytes of nanoseconds since midnight and four of the Julian day, whose number of 1970-01-01 is
    /// 2,440,588.
    private func int96(_ raw: Column, _ output: inout [Int64]) throws(ParquetError) {
        let microsPerDay: Int128 = 86_400_000_000
        for start in stride(from: 0, to: raw.arena.count, by: 12) {
            let nanos = Int64(bitPattern: Self.word(raw.arena[start..<start + 8]))
            let day = Int32(truncatingIfNeeded: Self.word(raw.arena[start + 8..<start + 12]))
            let micros = nanos >= 0 ? nanos / 1000 : ~(~nanos / 1000)
            guard let moment = Int64(exactly: (Int128(day) - 2_440_588) * microsPerDay + Int128(micros))
            else {
                throw Self.outOfRange
            }
            output.append(moment)
        }
    }

    private static func word(_ bytes: ArraySlice<UInt8>) -> UInt64 {
        bytes.reversed().reduce(0) { $0 << 8 | UInt64($1) }
    }

    private func decimals(_ raw: Column, _ precision: Int, _ output: inout [Int128]) throws(ParquetError) {
        let bound = Decimal128.bound(precision: precision)
        let first = output.count
        switch raw.storage {
        case .int32: output.append(contentsOf: raw.int32s.lazy.map { Int128($0) })
        case .int64: output.append(contentsOf: raw.int64s.lazy.map { Int128($0) })
        default:
            for index in raw.ends.indices {
                guard let value = Decimal128.decode(raw.bytes(at: index)) else { throw Self.outOfRange }
                output.append(value)
            }
        }
        guard output[first...].allSatisfy({ $0 < bound && $0 > -bound }) else { throw Self.outOfRange }
    }
}
