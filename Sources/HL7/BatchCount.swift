/// Counts messages and batches between the envelope lines.
struct BatchCount: Sendable {
    var messages = 0
    private var batches = 0

    /// Takes one envelope line; returns a warning when it is a trailer whose count does not fit.
    mutating func pass(_ line: [UInt8]) -> BatchWarning? {
        guard line.count >= 3 else { return nil }
        let code = SegmentCode(line[0], line[1], line[2])
        switch code {
        case .fhs:
            batches = 0
            messages = 0
        case .bhs:
            batches += 1
            messages = 0
        case .bts:
            defer { messages = 0 }
            return check(code, line, messages)
        case .fts:
            defer { batches = 0 }
            return check(code, line, batches)
        default: break
        }
        return nil
    }

    private func check(_ code: SegmentCode, _ line: [UInt8], _ counted: Int) -> BatchWarning? {
        let separator = line.count > 3 ? line[3] : 0
        let field = line.dropFirst(4).prefix { $0 != separator }
        if field.isEmpty { return nil }
        let digits = field.filter { $0 != 0x20 }
        let isNumber = digits.count <= 9 && digits.allSatisfy { $0 &- 0x30 < 10 }
        let stated = isNumber ? digits.reduce(0) { $0 * 10 + Int($1 - 0x30) } : nil
        return stated == counted ? nil : BatchWarning(trailer: code, stated: stated, counted: counted)
    }
}
