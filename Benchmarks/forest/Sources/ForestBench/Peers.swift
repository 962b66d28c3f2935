import Foundation

/// What the peers reached on the first rows of each set: lines of `set labels peer figure value`.
struct Peers {
    /// Figures that rank learners of one set and kind of labels.
    static let figures = ["mae", "rmse", "auc"]

    private var values: [String: [String: Double]] = [:]

    /// No peers where there is no file.
    init(_ path: String?) throws {
        guard let path else { return }
        for line in try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n") {
            let fields = line.split(separator: " ").map(String.init)
            guard fields.count == 5, let value = Double(fields[4]) else {
                throw CSVTable.Failure(description: "\(path): a line is not of five fields")
            }
            values["\(fields[0]) \(fields[1]) \(fields[3])", default: [:]][fields[2]] = value
        }
    }

    /// All peers' values of a figure; of immediate labels, if not said otherwise.
    subscript(_ set: String, _ figure: String, _ labels: Labels = .immediate) -> [String: Double] {
        values["\(set) \(labels.rawValue) \(figure)"] ?? [:]
    }

    /// The best peer, by name and value: least errors, greatest area under the curve.
    func best(_ set: String, _ figure: String, _ labels: Labels) -> (name: String, value: Double)? {
        let ranked = self[set, figure, labels].sorted { ($0.value, $0.key) < ($1.value, $1.key) }
        return (figure == "auc" ? ranked.last : ranked.first).map { ($0.key, $0.value) }
    }
}
