import ArgumentParser
import Foundation
import Hospital
import PatientFlow
import Pipeline

/// `wardflow predict`: what the models would say of a patient who came now.
struct PredictCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "predict",
        abstract: "Say how long a patient like this would stay, how likely a breach is, and why.",
        discussion: """
            Asks the models as the pipeline last saved them, the hospital being as full as it was then. What is not \
            named counts as not known. Not a medical device: for planning beds and staff, not for the care of a patient.
            """
    )

    enum Stay: String, ExpressibleByArgument, CaseIterable {
        case department, inpatient

        var kind: StayKind { self == .department ? .department : .inpatient }
    }

    @Option(help: "Folder of the tables.")
    var lake: String

    @Option(help: "The facility; may be left out when there is one.")
    var facility: String?

    @Option(help: "department (arrival to leaving it) or inpatient (admission to discharge).")
    var stay = Stay.department

    @Option(help: "Age in years, 0 to 130.")
    var age: Int?

    @Option(help: "F, M or O.")
    var gender: String?

    @Option(help: "Manchester category, 1 (immediate) to 5 (non-urgent).")
    var acuity: Int?

    @Option(help: "walk-in, ambulance, referral or transfer.")
    var arrivalMode: String?

    @Option(help: "Code of the ward, as in PV1-3.1.")
    var ward: String?

    @Option(help: "Service, as in PV1-10.")
    var service: String?

    @Option(help: "Moment, such as 2026-01-08T07:00:00Z; the newest event time by default.")
    var at: String?

    @Option(help: "How long the patient has been here, such as 90m or 30h.")
    var stayed: SpanOption?

    @Flag(help: "Print JSON.")
    var json = false

    @OptionGroup var pipeline: PipelineOptions

    func run() async throws {
        try await reporting {
            let patient = try patient()
            guard FileManager.default.fileExists(atPath: lake) else {
                throw Failure(.usage, "\(lake): no such folder; name the lake with --lake")
            }
            let flow = try SavedFlow.load(lake: lake, facility: facility, try pipeline.load())
            let forecast: StayForecast
            do throws(SupposingError) {
                forecast = try flow.suppose(patient)
            } catch {
                throw Self.failure(error, flow)
            }
            let answer = PredictionAnswer(forecast, facility: flow.site.facility, asOf: flow.watermark)
            if json { Terminal.say(JSONLine.encode(answer)) } else { answer.print() }
        }
    }

    /// The patient of the options, each checked.
    private func patient() throws -> SupposedPatient {
        var patient = SupposedPatient()
        patient.kind = stay.kind
        patient.ageYears = try age.map { try Self.checked($0, 0...130, "--age") }
        patient.acuity = try acuity.map { try Self.checked($0, 1...5, "--acuity") }
        patient.gender = try Self.named(gender, Gender.allCases, "--gender", \.code) ?? .unknown
        patient.arrivalMode =
            try Self.named(arrivalMode, ArrivalMode.allCases, "--arrival-mode", \.word) ?? .unknown
        patient.ward = ward ?? ""
        patient.service = service ?? ""
        if let at {
            guard let moment = Timestamp(iso8601: at) else {
                throw Failure(.usage, "--at: expected a time such as 2026-01-08T07:00:00Z")
            }
            patient.at = moment
        }
        if let stayed { patient.stayed = stay.kind.amount(.seconds(stayed.seconds)) }
        return patient
    }

    private static func checked(_ value: Int, _ range: ClosedRange<Int>, _ option: String) throws -> Int {
        guard range.contains(value) else {
            throw Failure(
                .usage,
                "\(option): expected a whole number from \(range.lowerBound) to \(range.upperBound)"
            )
        }
        return value
    }

    /// The case a word names; nil for no word.
    private static func named<Value>(
        _ word: String?,
        _ cases: [Value],
        _ option: String,
        _ name: (Value) -> String
    ) throws -> Value? {
        guard let word else { return nil }
        if let value = cases.first(where: { name($0) == word }) { return value }
        let known = cases.map(name).filter { !$0.isEmpty && $0 != Gender.unknown.code }
        throw Failure(.usage, "\(option): expected one of \(known.joined(separator: ", "))")
    }

    private static func failure(_ error: SupposingError, _ flow: FlowState) -> Failure {
        switch error {
        case .unknownName(let name):
            Failure(.usage, "\(flow.site.facility) has had no ward or service called \(name)")
        case .nothingLearned:
            Failure(
                .problemsFound,
                "\(flow.site.facility): no stay of this kind has ended yet, so nothing was learned"
            )
        }
    }
}
