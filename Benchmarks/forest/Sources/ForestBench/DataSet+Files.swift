import Foundation

extension DataSet {
    /// The files the goals name, by the names of the goals.
    static let names = ["sem", "hrf", "aed", "winter_surge", "winter_static"]

    /// Reads one of `names` from the data folder; only columns known at arrival become features.
    static func load(_ name: String, from folder: String) throws -> DataSet {
        var set = try read(name, from: folder)
        if set.wards.isEmpty { set.wards = Array(repeating: 0, count: set.count) }
        return set
    }

    private static func read(_ name: String, from folder: String) throws -> DataSet {
        switch name {
        case "sem": try sem(CSVTable(folder + "/sem_malmo_ed.csv.gz"))
        case "hrf": try healthcare(CSVTable(folder + "/healthcare_los_30k.csv"))
        case "aed": try aed(CSVTable(folder + "/AED4weeks.csv"))
        case "aed_course": try aed(CSVTable(folder + "/AED4weeks.csv"), withCourse: true)
        default: try winter(name, CSVTable(folder + "/\(name)_s1.csv.gz"))
        }
    }

    private static func sem(_ table: CSVTable) throws -> DataSet {
        var set = DataSet(name: "sem", unit: "min", threshold: 240)
        let times = try table.text("arrival_at_hospital").map { text in
            guard let date = try? Date(String(text) + "Z", strategy: .iso8601) else {
                throw CSVTable.Failure(description: "sem: arrival_at_hospital is no time")
            }
            return date.timeIntervalSince1970 / 60
        }
        set.target = try table.numbers("los_min")
        set.arrival = times
        set.discharge = zip(times, set.target).map { $0 + $1 }
        set.number("priority", try table.numbers("priority"))
        set.number("ambulance", try table.numbers("ambulance"))
        set.category("unit", try table.codes("unit"), levels: 8)
        set.wards = try table.codes("unit").map { $0.isNaN ? -1 : Int64($0) }
        set.category("chief_complaint", try table.codes("chief_complaint"), levels: 30)
        set.category("complaint_category", try table.codes("chief_complaint_category"), levels: 8)
        set.number("age", try table.numbers("age_at_arrival"), isProtected: true)
        set.category("gender", try table.codes("gender"), levels: 4, isProtected: true)
        set.groups = [
            ("age", try table.numbers("age_at_arrival").map(ageGroup)),
            ("gender", try table.text("gender").map { $0.isEmpty ? "not known" : String($0) }),
        ]
        set.addClock(hours: times.map { ($0 / 60).truncatingRemainder(dividingBy: 24) })
        // 1970-01-01 was a Thursday.
        set.number(
            "weekday",
            times.map { (($0 / 1_440).rounded(.down) + 3).truncatingRemainder(dividingBy: 7) }
        )
        set.addLoad()
        return set
    }

    private static func healthcare(_ table: CSVTable) throws -> DataSet {
        var set = DataSet(name: "hrf", unit: "d", threshold: 4)
        set.target = try table.numbers("LengthOfStay")
        for name in table.columns.sorted(by: { $0.value < $1.value }).map(\.key)
        where name != "LengthOfStay" {
            if name == "Gender" || name == "Medical Condition" {
                set.category(name, try table.codes(name), levels: 16)
            } else {
                set.number(name, try table.numbers(name))
            }
        }
        return set
    }

    /// The hour is all the file knows of the arrival; a stay counts as over an hour later than it may be.
    private static func aed(_ table: CSVTable, withCourse: Bool = false) throws -> DataSet {
        var set = DataSet(
            name: withCourse ? "aed_course" : "aed",
            unit: "min",
            threshold: 240,
            firstScored: 1_000
        )
        let hours = try table.numbers("Period")
        let times = zip(try table.numbers("Day"), hours).map { ($0 - 1) * 1_440 + $1 * 60 }
        set.target = try table.numbers("LoS")
        set.arrival = times
        set.discharge = zip(times, set.target).map { $0 + $1 + 60 }
        set.number("age", try table.numbers("Age"))
        set.category("weekday", try table.codes("DayofWeek"), levels: 8)
        set.category("hrg", try table.codes("HRG"), levels: 16)
        set.number("patients_present", try table.numbers("noofpatients"))
        set.addClock(hours: hours)
        set.addLoad(occupancy: false)
        if withCourse {
            set.number("investigations", try table.numbers("noofinvestigation"))
            set.number("treatments", try table.numbers("nooftreatment"))
        }
        return set
    }

    private static func winter(_ name: String, _ table: CSVTable) throws -> DataSet {
        var set = DataSet(name: name, unit: "min", threshold: 240)
        set.arrival = try table.numbers("arrival_min")
        set.target = try table.numbers("los_min")
        set.discharge = zip(try table.numbers("arrival_min"), set.target).map { $0 + $1 }
        if name == "winter_surge" { set.oracle = try WinterOracle(table).medians }
        for column in ["age", "sex", "ambulance", "triage"] {
            set.number(column, try table.numbers(column))
        }
        set.category("complaint", try table.numbers("complaint"), levels: 24)
        for column in ["news", "comorb", "prev_visits", "referred", "in_ed"] {
            set.number(column, try table.numbers(column))
        }
        set.addClock(hours: try table.numbers("hour"))
        set.number("weekday", try table.numbers("dow"))
        set.addLoad(occupancy: false)
        return set
    }

    private static func ageGroup(_ years: Double) -> String {
        switch years {
        case ..<18: "0-17"
        case ..<40: "18-39"
        case ..<65: "40-64"
        case ..<80: "65-79"
        case 80...: "80 and over"
        default: "not known"
        }
    }

    /// The hour of day, plain and on the circle.
    private mutating func addClock(hours: [Double]) {
        number("hour", hours)
        number("hour_cosine", hours.map { cos($0 * .pi / 12) })
        number("hour_sine", hours.map { sin($0 * .pi / 12) })
    }
}
