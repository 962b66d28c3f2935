import Wiring
import ArgumentParser
import Facility
import Hospital
import PatientFlow
import Pipeline
import StayModels

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

    @OptionGroup var place: FacilityOptions

    @Option(help: "department (arrival to leaving it) or inpatient (admission to discharge).")
    var stay = Stay.department

    @Option(help: "Age in years, 0 to 130.")
    var age: Int?

    @Option(help: "F, M, O or U for not known.")
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
            try place.requireLake()
            let flows = try SavedFlow.all(lake: place.lake, try pipeline.load())
            guard let flow = flows[try place.choose(among: Array(flows.keys))] else {
                preconditionFailure("chosen among these")
            }
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
        patient.ageYears = try age.map { try OptionCheck.whole($0, in: 0...130, "--age") }
        patient.acuity = try acuity.map { try OptionCheck.whole($0, in: 1...5, "--acuity") }
        if let gender {
            patient.gender = try OptionCheck.word(gender, of: Gender.allCases, "--gender", \.code)
        }
        if let arrivalMode {
            let modes = ArrivalMode.allCases
            patient.arrivalMode = try OptionCheck.word(arrivalMode, of: modes, "--arrival-mode", \.word)
        }
        patient.ward = ward ?? ""
        patient.service = service ?? ""
        patient.at = try at.map { try OptionCheck.moment($0, "--at") }
        if let stayed { patient.stayed = stay.kind.amount(.seconds(stayed.seconds)) }
        return patient
    }

    private static func failure(_ error: SupposingError, _ flow: SiteFlow) -> Failure {
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
