package import Hospital
import OnlineForest
import PatientFlow

/// One row of `gold.discharge_forecast`: how many of the patients in a ward now leave within some hours.
package struct DischargeRow: Sendable, Equatable {
    package var facility: String
    package var ward: String
    package var at: Timestamp
    package var horizonHours: Int
    /// Patients in the ward whose stay is predicted.
    package var patients: Int
    package var expected: Double
    /// Interval that shall hold the number in 80 of 100 cases.
    package var lower: Int
    package var upper: Int
    package var modelVersion: String
    package var offset: Int64
}

/// Forecasts of how many patients leave a ward, and what became of them.
///
/// Of an emergency ward that is leaving the department, of any other discharge from the hospital, whichever ward
/// it is from. Chances of patients are taken as independent; what moves a whole ward widens the interval by its
/// past misses. A forecast is scored when its time has passed, and then forgotten.
struct DischargeForecaster: Sendable {
    static let horizons = [4, 12, 24]
    /// Forecasts in wait, beyond which the oldest are dropped: a day and a bit of hours.
    static let capacity = 32

    /// One ward's forecast for one horizon.
    struct Cell: Sendable {
        var ward: Int32
        var horizon: Int
        var patients: Int
        var expected: Double
        var lower: Int
        var upper: Int
        var count = 0
    }

    /// The chances of the patients in a ward.
    struct Chances: Sendable {
        /// Of each patient, the chance of leaving within each of the horizons.
        private(set) var byHorizon = horizons.map { _ in [Double]() }

        /// Adds a patient's chances.
        mutating func add(_ chances: [Double]) {
            for index in byHorizon.indices { byHorizon[index].append(chances[index]) }
        }
    }

    /// All wards' forecasts made at one moment.
    struct Round: Sendable {
        var at: Timestamp
        var cells: [Cell]
    }

    private(set) var rounds: [Round] = []
    private(set) var interval = AdaptiveInterval(rate: 0.02, groupRate: 0.05)
    private(set) var ledger = QualityLedger(keptDays: 2)

    init() {}

    /// Forecasts for each ward from the chances of its patients.
    mutating func forecast(
        at moment: Timestamp,
        wards: [(ward: Int32, chances: Chances)]
    ) -> [Cell] {
        var cells: [Cell] = []
        for (ward, all) in wards {
            for (index, horizon) in Self.horizons.enumerated() {
                // Sums of the same numbers must be the same whatever order the patients come in.
                let chances = all.byHorizon[index].sorted()
                let forecast = DischargeForecast(chances: chances)
                let levels = interval.levels(group: Self.group(ward, index))
                let lower = forecast.quantile(levels.lower)
                cells.append(
                    Cell(
                        ward: ward,
                        horizon: horizon,
                        patients: chances.count,
                        expected: forecast.mean,
                        lower: lower,
                        upper: max(lower, forecast.quantile(levels.upper))
                    )
                )
            }
        }
        if rounds.count == Self.capacity { rounds.removeFirst() }
        rounds.append(Round(at: moment, cells: cells))
        return cells
    }

    /// A patient left at `end`, who was in `ward(moment)` at an earlier moment.
    mutating func left(at end: Timestamp, ward: (Timestamp) -> Int32?) {
        for round in rounds.indices where rounds[round].at < end {
            guard let ward = ward(rounds[round].at) else { continue }
            for cell in rounds[round].cells.indices
            where rounds[round].cells[cell].ward == ward
                && end <= rounds[round].at + .hours(Int64(rounds[round].cells[cell].horizon))
            {
                rounds[round].cells[cell].count += 1
            }
        }
    }

    /// Scores the forecasts whose time has passed.
    mutating func mature(at moment: Timestamp, day: Int64, names: NameTable) {
        for index in rounds.indices {
            let at = rounds[index].at
            let isOver = { (cell: Cell) in at + .hours(Int64(cell.horizon)) < moment }
            for cell in rounds[index].cells where isOver(cell) { score(cell, day: day, names: names) }
            rounds[index].cells.removeAll(where: isOver)
        }
        rounds.removeAll { $0.cells.isEmpty }
    }

    private mutating func score(_ cell: Cell, day: Int64, names: NameTable) {
        let range = Double(cell.lower)...Double(cell.upper)
        if let index = Self.horizons.firstIndex(of: cell.horizon) {
            interval.learn(.init(Double(cell.count), in: range), group: Self.group(cell.ward, index))
        }
        for group in ["\(cell.horizon)|all|", "\(cell.horizon)|ward|\(names[cell.ward])"] {
            ledger.update(day: day, group: group) { tally in
                tally.add(prediction: cell.expected, target: Double(cell.count))
                tally.add(interval: range, target: Double(cell.count))
            }
        }
    }

    private static func group(_ ward: Int32, _ horizon: Int) -> Int64 {
        Int64(ward) * Int64(horizons.count) + Int64(horizon)
    }
}

extension DischargeForecaster: StateCoded {
    package func write(to writer: inout StateWriter) {
        writer.write(UInt32(rounds.count))
        for round in rounds {
            writer.write(round.at)
            writer.write(round.cells)
        }
        writer.write(interval.encode())
        writer.write(ledger.encode())
    }

    package init(from reader: inout StateReader) throws(StateError) {
        for _ in 0..<(try reader.integer(UInt32.self)) {
            rounds.append(Round(at: try reader.timestamp(), cells: try reader.array()))
        }
        do {
            interval = try AdaptiveInterval(decoding: try reader.blob())
            ledger = try QualityLedger(decoding: try reader.blob())
        } catch {
            throw StateError("\(error)")
        }
    }
}

extension DischargeForecaster.Cell: StateCoded {
    package func write(to writer: inout StateWriter) {
        writer.write(ward)
        writer.write(Int64(horizon))
        writer.write(expected)
        for value in [patients, lower, upper, count] { writer.write(Int64(value)) }
    }

    package init(from reader: inout StateReader) throws(StateError) {
        ward = try reader.integer()
        horizon = Int(try reader.integer(Int64.self))
        expected = try reader.double()
        patients = Int(try reader.integer(Int64.self))
        lower = Int(try reader.integer(Int64.self))
        upper = Int(try reader.integer(Int64.self))
        count = Int(try reader.integer(Int64.self))
        guard lower <= upper else { throw StateError("an interval ends before it begins") }
    }
}
