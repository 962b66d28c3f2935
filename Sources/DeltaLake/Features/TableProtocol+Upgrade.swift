extension TableProtocol {
    /// The features of the table, listed or brought by an old version.
    var features: Set<TableFeature> {
        var features: Set<TableFeature> = []
        if let writerFeatures {
            features.formUnion(writerFeatures.compactMap { TableFeature(rawValue: $0) })
        } else {
            for feature in TableFeature.allCases {
                if let version = feature.legacyWriterVersion, version <= minWriterVersion {
                    features.insert(feature)
                }
            }
        }
        return features
    }

    /// This protocol with the abilities that `wanted` asks for; itself when it has them.
    ///
    /// A table stays without feature lists for as long as an old writer version brings all it needs.
    func upgraded(for wanted: Set<TableFeature>) -> TableProtocol {
        let missing = wanted.subtracting(features)
        guard !missing.isEmpty else { return self }
        var upgraded = self
        let versions = missing.map { $0.concernsReaders ? nil : $0.legacyWriterVersion }
        if writerFeatures == nil, !versions.contains(nil) {
            upgraded.minWriterVersion = versions.reduce(minWriterVersion) { max($0, $1 ?? $0) }
            return upgraded
        }
        let known = writerFeatures ?? features.map(\.rawValue)
        upgraded.minWriterVersion = 7
        upgraded.writerFeatures = (known + missing.map(\.rawValue)).sorted()
        let forReaders = features.union(missing).filter(\.concernsReaders).map(\.rawValue)
        if minReaderVersion == 3 || !forReaders.isEmpty {
            upgraded.minReaderVersion = 3
            upgraded.readerFeatures = Set((readerFeatures ?? []) + forReaders).sorted()
        }
        return upgraded
    }
}

extension TableProtocol {
    /// This protocol without `feature`: without lists again where an old version stands for all that is left.
    func dropping(_ feature: TableFeature) -> TableProtocol {
        var left = self
        left.writerFeatures = writerFeatures?.filter { $0 != feature.rawValue }
        left.readerFeatures = readerFeatures?.filter { $0 != feature.rawValue }
        guard left.readerFeatures?.isEmpty == true else { return left }
        left.minReaderVersion = 1
        left.readerFeatures = nil
        let known = Set(left.writerFeatures ?? [])
        for version in Int64(1)...4 {
            let brought = TableFeature.allCases.filter { ($0.legacyWriterVersion ?? .max) <= version }
            guard Set(brought.map(\.rawValue)) == known else { continue }
            left.minWriterVersion = version
            left.writerFeatures = nil
        }
        return left
    }
}

extension TableMetadata {
    private static let featureKeyPrefix = "delta.feature."

    /// The property that asks for `feature`.
    static func featureKey(_ feature: TableFeature) -> String { featureKeyPrefix + feature.rawValue }

    /// Takes properties such as `delta.feature.deletionVectors = supported` out and returns their features.
    ///
    /// - Throws: `unsupportedFeature` for one that cannot be switched on here.
    mutating func takeFeatureProperties(path: String) throws(DeltaError) -> Set<TableFeature> {
        var features: Set<TableFeature> = []
        for key in configuration.keys.sorted() where key.hasPrefix(Self.featureKeyPrefix) {
            let name = String(key.dropFirst(Self.featureKeyPrefix.count))
            guard let feature = TableFeature(rawValue: name), feature.isWritable else {
                throw .unsupportedFeature(feature: name, path: path)
            }
            configuration[key] = nil
            features.insert(feature)
        }
        return features
    }
}
