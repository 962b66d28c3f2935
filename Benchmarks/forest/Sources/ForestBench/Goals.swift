import Foundation

/// Prints one line a goal, `name value goal ok|short`, and remembers whether all were met.
struct Goals {
    private(set) var isMet = true

    func header() {
        print(
            "\n" + "goal".padding(toLength: Self.width, withPad: " ", startingAt: 0),
            "     value       goal"
        )
    }

    mutating func atMost(_ name: String, _ value: Double, _ goal: Double) {
        line(name, value, Self.text(goal), value <= goal)
    }

    mutating func atLeast(_ name: String, _ value: Double, _ goal: Double) {
        line(name, value, Self.text(goal), value >= goal)
    }

    mutating func within(_ name: String, _ value: Double, _ goal: ClosedRange<Double>) {
        line(name, value, String(format: "%.2f-%.2f", goal.lowerBound, goal.upperBound), goal.contains(value))
    }

    private mutating func line(_ name: String, _ value: Double, _ goal: String, _ holds: Bool) {
        let padded = name.padding(toLength: max(Self.width, name.count), withPad: " ", startingAt: 0)
        print(padded, Self.text(value), goal, holds ? "ok" : "short")
        isMet = isMet && holds
    }

    private static let width = 46

    private static func text(_ value: Double) -> String {
        let digits = abs(value) >= 1_000 ? 0 : abs(value) >= 10 ? 2 : 4
        return String(format: "%10.\(digits)f", value)
    }
}
