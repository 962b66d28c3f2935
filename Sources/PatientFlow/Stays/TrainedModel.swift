package import Hospital

/// Models of both kinds of stay that were trained on history, on their way to a facility.
package struct TrainedModel: Sendable {
    /// First bytes of the coded form; the digit is its version.
    private static let magic: [UInt8] = Array("WFMODEL1".utf8)

    private let department: StayLearner
    private let inpatient: StayLearner

    /// The models that serve in a facility, without the patients who are still there.
    ///
    /// Nothing in them names a visit: the stays in line leave with the patients who hold the line up, and a residual
    /// forest that has not warmed up, which still holds its labels by visit, starts anew.
    package init(serving predictor: StayPredictor) {
        func model(_ kind: StayKind) -> StayLearner {
            var process = predictor[kind]
            for visit in process.open.keys.sorted() { process.withdraw(visit) }
            var model = process.server
            model.forgetWarmup()
            return model
        }
        department = model(.department)
        inpatient = model(.inpatient)
    }

    /// The model of one kind of stay.
    subscript(kind: StayKind) -> StayLearner { kind == .department ? department : inpatient }

    /// How it learns.
    package var rules: StayModelRules { department.rules }

    /// Stays that the model of a kind has learned.
    package func learned(_ kind: StayKind) -> Int { Int(self[kind].learnedCount) }

    /// State of the model of a kind.
    package func version(_ kind: StayKind) -> String { self[kind].version }

    /// The coded form; equal models give equal bytes.
    package func encode() -> [UInt8] {
        var writer = StateWriter()
        for byte in Self.magic { writer.write(byte) }
        department.write(to: &writer)
        inpatient.write(to: &writer)
        return writer.bytes
    }

    /// The model that was encoded; throws on bytes that `encode` cannot have written.
    package init(decoding bytes: [UInt8]) throws(StateError) {
        var reader = StateReader(bytes)
        for byte in Self.magic {
            guard try reader.integer(UInt8.self) == byte else { throw StateError("no model of this version") }
        }
        department = try StayLearner(from: &reader)
        inpatient = try StayLearner(from: &reader)
        guard reader.isAtEnd, department.kind == .department, inpatient.kind == .inpatient else {
            throw StateError("not a pair of models")
        }
    }
}
