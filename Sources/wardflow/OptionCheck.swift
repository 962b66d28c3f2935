import Intake
import Hospital
import Pipeline

/// Values of options that several commands take, each named in the failure.
enum OptionCheck {
    /// A whole number within a range.
    static func whole(_ value: Int, in range: ClosedRange<Int>, _ option: String) throws -> Int {
        guard range.contains(value) else {
            let (low, high) = (range.lowerBound, range.upperBound)
            throw Failure(.usage, "\(option): expected a whole number from \(low) to \(high)")
        }
        return value
    }

    /// The case that a word names.
    static func word<Value>(
        _ word: String,
        of cases: [Value],
        _ option: String,
        _ name: (Value) -> String
    ) throws -> Value {
        if let value = cases.first(where: { name($0) == word }) { return value }
        let known = cases.map(name).filter { !$0.isEmpty }.joined(separator: ", ")
        throw Failure(.usage, "\(option): expected one of \(known)")
    }

    /// A moment in UTC.
    static func moment(_ text: String, _ option: String) throws -> Timestamp {
        guard let moment = Timestamp(iso8601: text) else {
            throw Failure(.usage, "\(option): expected a time such as 2026-01-08T07:00:00Z")
        }
        return moment
    }
}
