import OnlineForest

/// One stream of stays in arrival order, with what is known at arrival as features.
struct DataSet {
    let name: String
    /// Unit of the target.
    let unit: String
    var features: [Feature] = []
    /// Values of each feature, feature by feature.
    var values: [[Float]] = []
    /// Length of stay.
    var target: [Double] = []
    /// Minutes from an arbitrary start; nil where the file has no times.
    var arrival: [Double]?
    /// When the stay's length is known, in the same minutes.
    var discharge: [Double]?
    /// A stay over this is long.
    let threshold: Double
    /// First row that is scored.
    let firstScored: Int
    /// Ward of each stay, by which intervals are steered; one for all where the file names none.
    var wards: [Int64] = []
    /// The best prediction of each stay, where the generator of the data is known.
    var oracle: [Double]?
    /// Groups of patients for whom errors are compared: of what kind, and each stay's group.
    var groups: [(kind: String, names: [String])] = []

    var count: Int { target.count }

    init(name: String, unit: String, threshold: Double, firstScored: Int = 2_000) {
        self.name = name
        self.unit = unit
        self.threshold = threshold
        self.firstScored = firstScored
    }

    /// Values of one row.
    func row(_ index: Int) -> [Float] { values.map { $0[index] } }

    /// Minutes of the target's unit.
    var minutesPerUnit: Double { unit == "d" ? 1_440 : 1 }

    /// Length of a stay in minutes.
    func minutes(_ row: Int) -> Double { target[row] * minutesPerUnit }

    mutating func number(_ name: String, _ column: [Double], isProtected: Bool = false) {
        features.append(.numeric(name, isProtected: isProtected))
        values.append(column.map { Float($0) })
    }

    mutating func category(_ name: String, _ codes: [Double], levels: Int, isProtected: Bool = false) {
        features.append(.categorical(name, levels: levels, isProtected: isProtected))
        values.append(codes.map { Float($0) })
    }

    /// Adds what any department knows of itself at an arrival: arrivals in the last hour, patients present,
    /// and the mean stay of the last 20 who left, all strictly before the arrival.
    mutating func addLoad(occupancy: Bool = true) {
        guard let arrival, let discharge else { return }
        let leaving = discharge.indices.sorted { (discharge[$0], $0) < (discharge[$1], $1) }
        var left = 0
        var firstOfHour = 0
        var recent: [Double] = []
        var arrivals: [Double] = []
        var present: [Double] = []
        var meanStay: [Double] = []
        for index in arrival.indices {
            let now = arrival[index]
            while left < leaving.count, discharge[leaving[left]] < now {
                recent.append(target[leaving[left]])
                if recent.count > 20 { recent.removeFirst() }
                left += 1
            }
            while arrival[firstOfHour] < now - 60 { firstOfHour += 1 }
            arrivals.append(Double(index - firstOfHour))
            present.append(Double(index - left))
            meanStay.append(recent.isEmpty ? .nan : recent.reduce(0, +) / Double(recent.count))
        }
        number("arrivals_last_hour", arrivals)
        if occupancy { number("patients_present", present) }
        number("mean_stay_last_20", meanStay)
    }
}
