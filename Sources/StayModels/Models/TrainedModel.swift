package import Hospital
import OnlineForest
import PatientFlow

/// Models of both kinds of stay that were trained on history, on their way to a facility.
package struct TrainedModel: Sendable {
    /// First bytes of the coded form; the digit is its version.
    private static let magic: [UInt8] = Array("WFMODEL1".utf8)

    private let department: Snapshot
    private let inpatient: Snapshot

    /// One model: its state, and what is asked about it without restoring it.
    private struct Snapshot: Sendable {
        var bytes: [UInt8]
        var rules: StayModelRules
        var learned: Int
        var version: String

        init(_ model: StayModel) {
            bytes = model.snapshot()
            rules = model.rules
            learned = Int(model.learnedCount)
            version = model.version
        }
    }

    /// The models that serve in a facility, without the patients who are still there.
    ///
    /// Nothing in them names a visit: the stays in line leave with the patients who hold the line up, and a residual
    /// forest that has not warmed up, which still holds its labels by visit, starts anew.
    package init(serving forecaster: StayForecaster) throws(StateError) {
        func model(_ kind: StayKind) throws(StateError) -> Snapshot {
            let (server, visits) = forecaster.read(kind) { ($0.server, $0.open.keys.sorted()) }
            // A copy by way of its state: the model that serves goes on.
            let model = try StayModel(restoring: server.snapshot())
            for visit in visits { model.withdraw(key: StayTracker.key(visit)) }
            model.forgetWarmup()
            return Snapshot(model)
        }
        department = try model(.department)
        inpatient = try model(.inpatient)
    }

    private subscript(kind: StayKind) -> Snapshot { kind == .department ? department : inpatient }

    /// How it learns.
    package var rules: StayModelRules { department.rules }

    /// Stays that the model of a kind has learned.
    package func learned(_ kind: StayKind) -> Int { self[kind].learned }

    /// State of the model of a kind.
    package func version(_ kind: StayKind) -> String { self[kind].version }

    /// Models of the same state, for one owner to go on with.
    func restored() -> [StayKind: StayModel]? {
        guard let department = try? StayModel(restoring: department.bytes),
            let inpatient = try? StayModel(restoring: inpatient.bytes)
        else { return nil }
        return [.department: department, .inpatient: inpatient]
    }

    /// The coded form; equal models give equal bytes.
    package func encode() -> [UInt8] { Self.magic + department.bytes + inpatient.bytes }

    /// The model that was encoded; throws on bytes that `encode` cannot have written.
    package init(decoding bytes: [UInt8]) throws(StateError) {
        var reader = StateReader(bytes)
        for byte in Self.magic {
            guard try reader.integer(UInt8.self) == byte else { throw StateError("no model of this version") }
        }
        let department = try StayModel(from: &reader)
        let inpatient = try StayModel(from: &reader)
        guard reader.isAtEnd, department.kind == .department, inpatient.kind == .inpatient else {
            throw StateError("not a pair of models")
        }
        self.department = Snapshot(department)
        self.inpatient = Snapshot(inpatient)
    }
}
