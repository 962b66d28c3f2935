import Hospital
import PatientFlow
import StayModels

/// A forecast as `wardflow predict` prints it.
struct PredictionAnswer: Encodable {
    struct Reason: Encodable {
        var reason: String
        var hours: Double
    }

    var facility: String
    var asOf: String
    var model: String
    var modelVersion: String
    var learned: Int64
    var stayedHours: Double
    var losHours: Double
    var losMedianHours: Double
    var losLowerHours: Double
    var losUpperHours: Double
    var remainingHours: Double
    var breachProbability: Double?
    var longStayProbability: Double?
    var baseHours: Double
    var reasons: [Reason]
    var otherHours: Double

    private let forecast: StayForecast

    init(_ forecast: StayForecast, facility: String, asOf: Timestamp) {
        let kind = forecast.kind
        self.facility = facility
        self.asOf = asOf.iso8601
        model = kind.name
        modelVersion = forecast.modelVersion
        learned = forecast.learned
        stayedHours = kind.hours(forecast.stayed)
        losHours = kind.hours(forecast.mean)
        losMedianHours = kind.hours(forecast.median)
        losLowerHours = kind.hours(forecast.lower)
        losUpperHours = kind.hours(forecast.upper)
        remainingHours = kind.hours(forecast.remaining)
        breachProbability = kind == .department ? forecast.overLimit : nil
        longStayProbability = kind == .inpatient ? forecast.overLimit : nil
        baseHours = kind.hours(forecast.base)
        reasons = forecast.reasons.map { Reason(reason: $0.phrase, hours: kind.hours($0.amount)) }
        otherHours = kind.hours(forecast.rest)
        self.forecast = forecast
    }

    private enum CodingKeys: String, CodingKey {
        case facility, asOf, model, modelVersion, learned, stayedHours, losHours, losMedianHours,
            losLowerHours,
            losUpperHours, remainingHours, breachProbability, longStayProbability, baseHours, reasons,
            otherHours
    }

    /// Prints it for a person: what is expected, how sure that is, and what it is made of.
    func print() {
        let what =
            forecast.kind == .department ? "stay in the department" : "stay in hospital, from admission"
        Terminal.say("\(facility), \(asOf): \(what)")
        let limit = forecast.kind == .department ? "breach of four hours " : "critically long stay "
        Terminal.say("  \(limit)  \(Int((100 * forecast.overLimit).rounded())) %")
        Terminal.say("  expected               \(length(forecast.mean))")
        if forecast.stayed > 0 { Terminal.say("  still to come          \(length(forecast.remaining))") }
        Terminal.say("  half stay longer than  \(length(forecast.median))")
        Terminal.say("  80 % stay              \(length(forecast.lower)) to \(length(forecast.upper))")
        Terminal.say("  model                  \(modelVersion), \(Figures.count(learned, "stay")) learned")
        Terminal.say("why")
        for (text, amount) in parts {
            let sign = amount < 0 ? "-" : "+"
            Terminal.say("  \(sign)\(pad(length(abs(amount)), 11)) \(text)")
        }
        Terminal.say("  =\(pad(length(forecast.mean), 11)) expected")
        Terminal.say("For planning beds and staff. Not a medical device.")
    }

    private var parts: [(String, Double)] {
        [("any patient", forecast.base)] + forecast.reasons.map { ($0.phrase, $0.amount) }
            + [("everything else", forecast.rest)]
    }

    /// `3 h 22 min`, `45 min`, `5 d 3 h`.
    private func length(_ amount: Double) -> String {
        let minutes = Int((60 * forecast.kind.hours(amount)).rounded())
        if minutes < 60 { return "\(minutes) min" }
        if minutes < 48 * 60 { return "\(minutes / 60) h \(minutes % 60) min" }
        let hours = Int((Double(minutes) / 60).rounded())
        return "\(hours / 24) d \(hours % 24) h"
    }

    private func pad(_ text: String, _ width: Int) -> String {
        String(repeating: " ", count: max(0, width - text.count)) + text
    }
}
