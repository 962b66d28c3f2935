/// One input column of a forest.
public struct Feature: Sendable, Codable, Equatable {
    /// Name for explanations; at most 255 UTF-8 bytes survive a checkpoint.
    public var name: String
    /// How values are read.
    public var kind: FeatureKind
    /// Whether it says something of the person, such as age or gender, that a forest can be kept from seeing.
    public var isProtected: Bool

    /// Creates a feature.
    public init(name: String, kind: FeatureKind, isProtected: Bool = false) {
        self.name = name
        self.kind = kind
        self.isProtected = isProtected
    }

    /// A numeric feature.
    public static func numeric(_ name: String, isProtected: Bool = false) -> Feature {
        Feature(name: name, kind: .numeric, isProtected: isProtected)
    }

    /// A feature of integer codes `0..<levels`.
    public static func categorical(_ name: String, levels: Int, isProtected: Bool = false) -> Feature {
        Feature(name: name, kind: .categorical(levels: levels), isProtected: isProtected)
    }

    /// Decodes a feature; one without `isProtected` is not protected.
    public init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        name = try values.decode(String.self, forKey: .name)
        kind = try values.decode(FeatureKind.self, forKey: .kind)
        isProtected = try values.decodeIfPresent(Bool.self, forKey: .isProtected) ?? false
    }
}

/// How the values of a feature are read; NaN is "missing" for both kinds.
public enum FeatureKind: Sendable, Codable, Equatable {
    /// An ordered quantity, cut into quantile bins; infinities fall into the outermost bins.
    case numeric
    /// Integer codes `0..<levels` (1...65,536); any other value counts as one shared "other" level.
    ///
    /// Up to `bins - 2` levels have a bin each; more are binned by their running mean target.
    case categorical(levels: Int)
}

/// What a forest estimates.
public enum ForestTask: Sendable, Codable, Equatable {
    /// A quantity, estimated by its mean.
    ///
    /// With `logScale` the trees average log(1 + y), so predictions are nearer to medians than to means;
    /// negative targets then count as 0.
    case regression(logScale: Bool)
    /// The probability, 0...1, that a 0/1 target is 1; targets outside are moved to the nearest end.
    case classification
}
