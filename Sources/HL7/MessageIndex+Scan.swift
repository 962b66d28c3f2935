extension MessageIndex {
    /// Records segments and fields; returns the offset of the first bad segment name, or nil.
    mutating func scan(_ bytes: [UInt8], from start: Int, to end: Int) -> Int? {
        var scanner = SegmentScanner(start: start, end: end, base: base, separator: delimiters.field)
        swap(&scanner.codes, &codes)
        swap(&scanner.firsts, &firsts)
        swap(&scanner.starts, &starts)
        let bad = scanner.run(bytes)
        swap(&scanner.codes, &codes)
        swap(&scanner.firsts, &firsts)
        swap(&scanner.starts, &starts)
        return bad
    }
}
