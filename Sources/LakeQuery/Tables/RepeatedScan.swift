/// What is known of a plan that runs again and again, as the inner side of a join does.
///
/// The first two runs read files. Then the rows go into an index by the conditions whose values changed, with the
/// ones that did not pushed down, and every further run is a lookup.
struct RepeatedScan {
    /// Runs before an index is made.
    static let directRuns = 2

    /// How to carry out a run.
    enum Step {
        /// Read files with all values pushed down.
        case read([ArgumentValue])
        /// Make an index: push down these values (nil: not), with these arguments as keys.
        case index([ArgumentValue?], keys: [Int])
        /// Look up in the index that is there.
        case lookup(TransientIndex, [SQLValue])
    }

    private let plan: ScanPlan
    private var runs = 0
    /// The values of the first run, nil where they changed since.
    private var constant: [ArgumentValue?] = []
    /// Arguments that were constant when the index was made.
    private var indexed: [ArgumentValue?] = []
    var index: TransientIndex?

    init(_ plan: ScanPlan) {
        self.plan = plan
    }

    /// Takes note of a run and decides how to carry it out.
    mutating func next(_ values: [ArgumentValue]) -> Step {
        if runs == 0 { constant = values }
        for place in values.indices where constant[place] != values[place] { constant[place] = nil }
        runs += 1
        guard runs > Self.directRuns else { return .read(values) }
        if let index, indexed == constant { return .lookup(index, keyValues(values)) }
        // A value that seemed constant changed: the rows in the index are too few.
        indexed = constant
        index = nil
        return .index(constant, keys: keys)
    }

    /// The values of the keys in one run.
    func keyValues(_ values: [ArgumentValue]) -> [SQLValue] {
        keys.map { place in
            if case .one(let value) = values[place] { value } else { .null }
        }
    }

    /// Changing arguments that an index can look up.
    private var keys: [Int] {
        plan.arguments.indices.filter {
            constant[$0] == nil && plan.arguments[$0].comparison == .equals && !plan.arguments[$0].isSet
        }
    }
}
