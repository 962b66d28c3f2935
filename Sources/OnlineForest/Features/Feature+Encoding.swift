extension [Feature] {
    /// Writes all features of a forest.
    func write(to writer: inout CheckpointWriter) {
        writer.append(count: count)
        for feature in self { feature.write(to: &writer) }
    }

    /// Reads what `write` wrote.
    init(from reader: inout CheckpointReader) throws(ForestError) {
        let count = try reader.count(limit: FeatureEncoder.maxFeatures, "feature count")
        self = []
        for _ in 0..<count { append(try Feature(from: &reader)) }
    }
}

extension Feature {
    /// Names longer than 255 bytes are cut at a character.
    fileprivate func write(to writer: inout CheckpointWriter) {
        var shortName = name
        while shortName.utf8.count > 255 { shortName.removeLast() }
        writer.append(Array(shortName.utf8))
        switch kind {
        case .numeric: writer.append(count: 0)
        case .categorical(let levels): writer.append(count: min(max(levels, 1), FeatureEncoder.maxLevels))
        }
        writer.append(UInt8(isProtected ? 1 : 0))
    }

    fileprivate init(from reader: inout CheckpointReader) throws(ForestError) {
        let text = try reader.byteArray(limit: 255, "feature name")
        guard let name = String(validating: text, as: UTF8.self) else {
            throw .field("feature name", offset: reader.offset)
        }
        let levels = try reader.count(limit: FeatureEncoder.maxLevels, "feature levels")
        self.init(
            name: name,
            kind: levels == 0 ? .numeric : .categorical(levels: levels),
            isProtected: try reader.flag("protected feature")
        )
    }
}
