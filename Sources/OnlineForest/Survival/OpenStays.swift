/// Stays that have begun, in two views: those still open, and the line in which they teach the trees to split.
///
/// Short stays end first. Trees that grew from stays in the order of their ends would, at every moment, have
/// seen only the short ones of the latest arrivals, and would split by arrival time for no reason. So stays wait
/// in line, in the order of their beginnings, until the first has ended or has lasted so long that its rank is
/// known well enough.
struct OpenStays: Sendable, Equatable {
    /// An open stay.
    struct Stay: Sendable, Equatable {
        var values: [Float]
        /// Bins that are counted already.
        var counted = 0
        /// Number in the order of beginnings.
        let order: UInt64
    }

    /// One place in line.
    struct Place: Sendable, Equatable {
        let key: UInt64
        /// Features and share of all stays that were shorter, once the stay ended.
        var ended: Lesson?
        /// Whether the stay was withdrawn.
        var isGone = false
    }

    /// What a stay teaches the trees to split by.
    struct Lesson: Sendable, Equatable {
        let key: UInt64
        var values: [Float]
        /// Share of all stays, 0...1, that were shorter.
        var standing: Float
    }

    var stays: [UInt64: Stay] = [:]
    /// Places from `head` on are still in line; their stays are numbered from `released` on.
    var line: [Place] = []
    var head = 0
    var released: UInt64 = 0

    /// Stays that are open.
    var count: Int { stays.count }

    /// Places in line.
    var lineCount: Int { line.count - head }

    subscript(key: UInt64) -> Stay? { stays[key] }

    func contains(_ key: UInt64) -> Bool { stays.index(forKey: key) != nil }

    /// Opens a stay, or replaces the features of an open one.
    mutating func begin(_ key: UInt64, values: [Float], limit: Int) {
        if let known = stays.index(forKey: key) {
            stays.values[known].values = values
            return
        }
        if stays.count >= limit {
            let surplus = stays.sorted { $0.value.order < $1.value.order }.prefix(limit / 8 + 1)
            for (old, _) in surplus { withdraw(old) }
        }
        stays[key] = Stay(values: values, order: released + UInt64(lineCount))
        line.append(Place(key: key))
    }

    /// Notes that a stay is counted up to `bin`.
    mutating func advance(_ key: UInt64, to bin: Int) { stays[key]?.counted = bin }

    /// Ends an open stay.
    mutating func finish(_ key: UInt64, standing: Float) {
        guard let stay = stays.removeValue(forKey: key), stay.order >= released else { return }
        let place = head + Int(stay.order - released)
        line[place].ended = Lesson(key: key, values: stay.values, standing: standing)
    }

    /// Takes an open stay out.
    mutating func withdraw(_ key: UInt64) {
        guard let stay = stays.removeValue(forKey: key), stay.order >= released else { return }
        line[head + Int(stay.order - released)].isGone = true
    }

    /// Takes the first place, if it need not wait: its lesson, or nil inside for a stay that was withdrawn.
    ///
    /// A stay that is counted up to bin `known`, or has more than `limit` behind it, stands for those as long as
    /// itself and longer: `standing(of: counted)` says what that is.
    mutating func next(known: Int, limit: Int, standing: (Int) -> Float) -> Lesson?? {
        guard head < line.count else { return nil }
        let place = line[head]
        var lesson = place.ended
        if lesson == nil, !place.isGone, let stay = stays[place.key] {
            guard stay.counted >= known || lineCount > limit else { return nil }
            lesson = Lesson(key: place.key, values: stay.values, standing: standing(stay.counted))
        }
        head += 1
        released += 1
        if head > 256, head * 2 > line.count {
            line.removeFirst(head)
            head = 0
        }
        return .some(lesson)
    }
}
