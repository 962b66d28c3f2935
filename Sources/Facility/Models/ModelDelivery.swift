import Hospital
import Intake
import StayModels

/// Puts the parts of a trained model together, as they are read from the log in their order.
///
/// Bounded: one model of at most `ModelPart.most` parts; the first part of another, or a part out of order, begins anew.
struct ModelDelivery: Sendable {
    private var digest = ""
    private var bytes: [UInt8] = []
    private var next = 0

    init() {}

    /// What a part came to.
    enum Step {
        /// More parts must follow.
        case waiting
        case whole(TrainedModel)
        /// It is no part of a model that can be used; what came before it is dropped.
        case unfit(reason: String)
    }

    /// Takes a part.
    mutating func take(_ part: ModelPart) -> Step {
        guard part.parts >= 1, part.parts <= ModelPart.most, part.bytes.count <= ModelPart.size else {
            return .unfit(reason: "bad_part: more parts, or a larger one, than a model may have")
        }
        if part.part == 0 {
            self = ModelDelivery()
            digest = part.digest
        }
        guard part.digest == digest, part.part == next else {
            self = ModelDelivery()
            return .unfit(reason: "part_out_of_order: send the model again from its first part")
        }
        bytes += part.bytes
        next += 1
        guard next == part.parts else { return .waiting }
        let whole = bytes
        self = ModelDelivery()
        guard ModelPart.digest(whole) == part.digest, let model = try? TrainedModel(decoding: whole) else {
            return .unfit(reason: "model_unreadable: the parts do not make a model of this version")
        }
        return .whole(model)
    }
}

extension ModelDelivery: StateCoded {
    func write(to writer: inout StateWriter) {
        writer.write(digest)
        writer.write(bytes)
        writer.write(Int64(next))
    }

    init(from reader: inout StateReader) throws(StateError) {
        digest = try reader.string()
        bytes = try reader.blob()
        next = Int(try reader.integer(Int64.self))
    }
}
