import Hospital
import OnlineForest

extension StayModel {
    /// Appends the state of the model.
    func write(to writer: inout StateWriter) {
        writer.write(kind.rawValue)
        writer.write(rules.learner.rawValue)
        writer.write(Int64(rules.trees))
        writer.write(rules.without.map(\.rawValue).sorted())
        writer.write(limit)
        writer.write(curves.encode())
        writer.write(head != nil)
        if let head { writer.write(head.encode()) }
        writer.write(blend.encode())
        writer.write(interval.encode())
    }

    /// Reads what `write` wrote.
    convenience init(from reader: inout StateReader) throws(StateError) {
        let kind: StayKind = try reader.raw()
        let learner: StayModelRules.Learner = try reader.named()
        let trees = Int(try reader.integer(Int64.self))
        let hidden = try reader.array(String.self)
        let without = Set(hidden.compactMap(StayFeature.init(rawValue:)))
        guard without.count == hidden.count, without.count < StayFeature.allCases.count,
            (1...StayModelRules.maxTrees).contains(trees)
        else { throw StateError("a model of no features or of too many trees") }
        let rules = StayModelRules(learner: learner, trees: trees, without: without)
        self.init(kind, rules, limit: try reader.double(), seed: 0)
        guard limit.isFinite, limit > 0 else { throw StateError("a limit is no length") }
        curves = try reader.decoded { bytes throws(ForestError) in try SurvivalForest(decoding: bytes) }
        head =
            try reader.bool()
            ? try reader.decoded { bytes throws(ForestError) in try Forest(decoding: bytes) } : nil
        blend = try reader.decoded { bytes throws(ForestError) in try ProbabilityBlend(decoding: bytes) }
        interval = try reader.decoded { bytes throws(ForestError) in try AdaptiveInterval(decoding: bytes) }
        let columns = rules.features.map(\.column)
        guard blend.count == 2, curves.bins == kind.bins, curves.features == columns,
            head.map({ $0.features == columns }) ?? true,
            (head != nil) == (learner == .forest), head.map({ $0.task == .classification }) ?? true
        else { throw StateError("the model has other features or bins") }
    }
}

extension StateReader {
    /// A part of a model in its own coding.
    mutating func decoded<Value>(_ decode: ([UInt8]) throws(ForestError) -> Value) throws(StateError) -> Value
    {
        let bytes = try blob()
        do {
            return try decode(bytes)
        } catch {
            throw StateError("\(error)")
        }
    }
}
