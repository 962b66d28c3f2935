import Hospital
import OnlineForest

/// What one model said of a stay when it was last predicted as one that begins, to be scored when the label is known.
struct PendingForecast: Sendable {
    /// Probabilities of a stay over the limit, as in `StayModel.Estimate`; NaN before anything was learned.
    var curveScore = Double.nan
    var headScore = Double.nan
    /// The calibrated probability that was told; likewise.
    var probability = Double.nan
    var exponent = 1.0
    var mean = Double.nan
    var median = Double.nan
    var lower = 0.0
    var upper = 0.0
    var headVersion: UInt64 = 0
}

/// What all models said of a stay and from what: a sample that waits for its label.
struct PendingSample: Sendable {
    /// What was known of the patient then, one value per feature in the order of `StayFeature.allCases`.
    var values: [Float]
    /// One per model, the champion's first.
    var forecasts: [PendingForecast]
    /// The model that served.
    var serving = 0
    var ward: Int32
    /// Highest probability of a stay over the limit said while it could still raise an alert; NaN before any.
    var highest = Double.nan

    /// The forecast that was told.
    var served: PendingForecast { forecasts[serving] }
}

/// A stay under way.
struct OpenStay: Sendable {
    /// What is known of the patient now, as in `PendingSample`.
    var values: [Float]
    var begin: Timestamp
    var sample: PendingSample
    /// The next edge of the kind's bins to pass; the timer that waits for it is due then.
    var nextBin = 0
    var timerDue = Timestamp.distantPast
    /// Where the patient is; nil for nowhere.
    var ward: Int32?
    /// The newest curve that was told.
    var curve: SurvivalCurve
    /// What the expected length was made of when something new was last known.
    var contributions = Contributions.unknown
}

/// A stay whose limit has not passed: whether it goes over the limit is known then, whether it has ended or not.
///
/// Labelled at their ends, the short stays of the latest arrivals would all be learned before the long ones.
struct OpenLabel: Sendable {
    /// When the limit passes, and whether a timer waits for that.
    var due: Timestamp
    var isScheduled = false
    /// What was said of the stay and how long it was, once it has ended.
    var ended: (sample: PendingSample, length: Double)?
}
