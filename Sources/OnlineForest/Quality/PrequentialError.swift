/// Error of a regression tested before it learns: over all predictions, and over a window of the last.
public struct PrequentialError: Sendable, Equatable {
    /// Largest window.
    public static let maxWindow = 1_000_000

    /// Predictions that the window holds when full.
    public let window: Int
    /// Count of all predictions.
    public internal(set) var count: UInt64 = 0
    var absoluteSum = 0.0
    var squaredSum = 0.0
    /// Absolute errors of the window, a ring once full; the oldest is at `next`.
    var ring: [Float] = []
    var next = 0

    /// Creates an empty record; the window is clamped to 1...`maxWindow`.
    public init(window: Int = 1_000) {
        self.window = min(max(window, 1), Self.maxWindow)
    }

    /// Adds a prediction and what became true; ignored unless both are finite.
    public mutating func add(prediction: Double, target: Double) {
        let error = min(abs(prediction - target), 1e18)
        guard prediction.isFinite, target.isFinite else { return }
        count &+= 1
        absoluteSum += error
        squaredSum += error * error
        if ring.count < window {
            ring.append(Float(error))
        } else {
            ring[next] = Float(error)
            next = next + 1 == window ? 0 : next + 1
        }
    }

    /// Mean absolute error of all predictions in the target's unit; nil before the first.
    public var meanAbsoluteError: Double? {
        count > 0 ? absoluteSum / Double(count) : nil
    }

    /// Root mean squared error of all predictions in the target's unit; nil before the first.
    public var rootMeanSquaredError: Double? {
        count > 0 ? (squaredSum / Double(count)).squareRoot() : nil
    }

    /// Predictions in the window now.
    public var windowCount: Int { ring.count }

    /// Mean absolute error of the window; nil before the first prediction.
    public var windowMeanAbsoluteError: Double? {
        ring.isEmpty ? nil : ring.reduce(0.0) { $0 + Double($1) } / Double(ring.count)
    }

    /// Root mean squared error of the window; nil before the first prediction.
    public var windowRootMeanSquaredError: Double? {
        guard !ring.isEmpty else { return nil }
        return (ring.reduce(0.0) { $0 + Double($1) * Double($1) } / Double(ring.count)).squareRoot()
    }
}
