import Hospital
import OnlineForest

/// What one model said of a stay when it was last predicted as one that begins, to be scored later.
struct StayBet: Sendable {
    /// Probabilities of a stay over the limit, as in `StayLearner.Estimate`; NaN before anything was learned.
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

/// What the models said of a stay and from what, as it is judged by.
struct StakedStay: Sendable {
    /// What was known of the patient then, one value per feature in the order of `StayFeature.allCases`.
    var values: [Float]
    /// One per model, the champion's first.
    var bets: [StayBet]
    /// The model that spoke.
    var server = 0
    var ward: Int32
    /// Highest probability of a stay over the limit said while it could still raise an alert; NaN before any.
    var highest = Double.nan

    /// The bet that was told.
    var served: StayBet { bets[server] }
}

/// A stay under way.
struct OpenStay: Sendable {
    /// What is known of the patient now, as in `StakedStay`.
    var values: [Float]
    var begin: Timestamp
    var staked: StakedStay
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

/// A stay whose limit has not passed: the verdict falls then, whether the stay has ended or not.
///
/// Judged at their ends, the short stays of the latest arrivals would all be judged before the long ones.
struct Trial: Sendable {
    /// When the limit passes, and whether a timer waits for that.
    var due: Timestamp
    var isScheduled = false
    /// What was staked and how long the stay was, once it has ended.
    var ended: (staked: StakedStay, length: Double)?
}
