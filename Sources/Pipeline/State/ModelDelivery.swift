package import Foundation
import Hospital
import StayModels

/// A part of a trained model on its way through the log.
package struct ModelPart: Sendable, Equatable, Codable {
    /// Digest of the whole model, 16 hexadecimal digits.
    package var digest: String
    /// Its place among `parts`, from 0.
    package var part: Int
    package var parts: Int
    package var bytes: Data

    /// Bytes of a part: as text they stay below what a Kafka record holds.
    static let size = 600_000
    /// Most parts of a model: 100 trees of every kind take fewer.
    package static let most = 200

    /// The parts of a coded model.
    package static func parts(of model: [UInt8]) -> [ModelPart] {
        let count = max(1, (model.count + size - 1) / size)
        return (0..<count).map { part in
            ModelPart(
                digest: ModelDelivery.digest(model),
                part: part,
                parts: count,
                bytes: Data(model[(part * size)..<min((part + 1) * size, model.count)])
            )
        }
    }
}

/// Puts the parts of a trained model together, as they are read from the log in their order.
///
/// Bounded: one model of at most `ModelPart.most` parts; the first part of another, or a part out of order, begins anew.
struct ModelDelivery: Sendable {
    private var digest = ""
    private var bytes: [UInt8] = []
    private var next = 0

    init() {}

    /// Takes a part; returns the model when it is whole, nil while it is not or when the parts are none.
    mutating func take(_ part: ModelPart) -> TrainedModel? {
        guard part.parts >= 1, part.parts <= ModelPart.most, part.bytes.count <= ModelPart.size else {
            return nil
        }
        if part.part == 0 {
            self = ModelDelivery()
            digest = part.digest
        }
        guard part.digest == digest, part.part == next else {
            self = ModelDelivery()
            return nil
        }
        bytes += part.bytes
        next += 1
        guard next == part.parts else { return nil }
        let whole = bytes
        self = ModelDelivery()
        guard Self.digest(whole) == part.digest else { return nil }
        return try? TrainedModel(decoding: whole)
    }

    /// Digest that a model is named by.
    static func digest(_ model: [UInt8]) -> String {
        StableHash.hexadecimal(ContentHash.hash(model, 0..<model.count))
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
