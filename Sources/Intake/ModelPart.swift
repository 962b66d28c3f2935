package import Foundation
import Hospital

/// A part of a trained model on its way through the log.
package struct ModelPart: Sendable, Equatable, Codable {
    /// Digest of the whole model, 16 hexadecimal digits.
    package var digest: String
    /// Its place among `parts`, from 0.
    package var part: Int
    package var parts: Int
    package var bytes: Data

    /// Bytes of a part: as text they stay below what a Kafka record holds.
    package static let size = 600_000
    /// Most parts of a model: 100 trees of every kind take fewer.
    package static let most = 200

    /// The parts of a coded model.
    package static func parts(of model: [UInt8]) -> [ModelPart] {
        let count = max(1, (model.count + size - 1) / size)
        return (0..<count).map { part in
            ModelPart(
                digest: digest(model),
                part: part,
                parts: count,
                bytes: Data(model[(part * size)..<min((part + 1) * size, model.count)])
            )
        }
    }

    /// Digest that a model is named by.
    package static func digest(_ model: [UInt8]) -> String {
        StableHash.hexadecimal(ContentHash.hash(model, 0..<model.count))
    }
}
