/// The literals of a statement that name no time, watched while time columns are compared.
///
/// Such a literal sorts behind every moment, so `<` would take every row and `>` none: the query is stopped instead.
/// Values of other columns that name no time still compare, after all that do.
final class TimeLiterals {
    private let unreadable: Set<[UInt8]>
    /// The first that was compared with a time.
    private(set) var failure: QueryError?

    init(_ literals: some Sequence<String>) {
        unreadable = Set(literals.filter { Moment($0) == nil }.map { Array($0.utf8) })
    }

    /// As `MomentOrder.compare`, for comparisons of a time column.
    func compare(_ left: Span<UInt8>, _ right: Span<UInt8>) -> Int32 {
        if !unreadable.isEmpty, failure == nil {
            switch (Moment(left), Moment(right)) {
            case (nil, _?): look(at: left)
            case (_?, nil): look(at: right)
            default: break
            }
        }
        return MomentOrder.compare(left, right)
    }

    private func look(at text: Span<UInt8>) {
        var bytes: [UInt8] = []
        for index in text.indices { bytes.append(text[index]) }
        guard unreadable.contains(bytes) else { return }
        failure = .statement(
            message:
                "'\(String(decoding: bytes, as: UTF8.self))' is compared with a time column and is no time",
            hint: "a time looks like 2026-01-05, 2026-01-05T07:00 or 2026-01-05T07:00:00+01:00"
        )
    }
}
