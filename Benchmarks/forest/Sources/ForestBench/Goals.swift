import Foundation

/// Prints one line a goal and remembers whether all were met.
struct Goals {
    private(set) var isMet = true

    mutating func atMost(_ name: String, _ value: Double, _ goal: Double) {
        line(name, value, goal, value <= goal)
    }

    mutating func atLeast(_ name: String, _ value: Double, _ goal: Double) {
        line(name, value, goal, value >= goal)
    }

    private mutating func line(_ name: String, _ value: Double, _ goal: Double, _ holds: Bool) {
        let padded = name.padding(toLength: 34, withPad: " ", startingAt: 0)
        print(padded, Self.text(value), Self.text(goal), holds ? "ok" : "short")
        isMet = isMet && holds
    }

    private static func text(_ value: Double) -> String {
        let digits = abs(value) >= 1_000 ? 0 : abs(value) >= 10 ? 2 : 4
        return String(format: "%10.\(digits)f", value)
    }
}
