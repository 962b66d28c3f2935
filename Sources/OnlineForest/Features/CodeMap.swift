/// What becomes of the codes of a numeric feature whose cuts are moved.
struct CodeMap {
    let feature: Int
    /// Old code of each new value code.
    let old: [UInt8]
    /// New codes that take over an old code's counts, in equal parts.
    let heirs: [[UInt8]]

    /// Both cut lists have `bins - 2` ascending entries, padded with infinity.
    init(feature: Int, from before: [Float], to after: [Float]) {
        self.feature = feature
        let codes = before.count + 1
        let used = after.prefix { $0 < .infinity }.count
        let old = (0..<codes).map { code in
            UInt8(Self.code(of: Self.representative(of: min(code, used), in: after), in: before))
        }
        self.old = old
        heirs = (0..<codes).map { code in
            let exact = (0...used).filter { Int(old[$0]) == code }
            if !exact.isEmpty { return exact.map { UInt8($0) } }
            return [UInt8(Self.code(of: Self.representative(of: code, in: before), in: after))]
        }
    }

    /// A split's mask in new codes; `missing` keeps its bit.
    func mapped(_ mask: UInt64, missing: UInt8) -> UInt64 {
        var result = mask & (1 << UInt64(missing))
        for code in old.indices where mask >> UInt64(old[code]) & 1 == 1 { result |= 1 << UInt64(code) }
        return result
    }

    /// A value that has the code.
    private static func representative(of code: Int, in cuts: [Float]) -> Float {
        let used = cuts.prefix { $0 < .infinity }.count
        guard used > 0 else { return 0 }
        if code == 0 { return cuts[0].nextDown }
        if code >= used { return cuts[used - 1] }
        return cuts[code - 1] / 2 + cuts[code] / 2
    }

    private static func code(of value: Float, in cuts: [Float]) -> Int { cuts.count { $0 <= value } }
}
