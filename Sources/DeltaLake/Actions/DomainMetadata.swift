/// A `domainMetadata` action: a named configuration some feature or application keeps in the table.
public struct DomainMetadata: Hashable, Sendable {
    /// The name; those that start with `delta.` belong to the protocol.
    public var domain: String
    /// Its configuration, opaque here.
    public var configuration: String
    /// True when the domain is taken away.
    public var isRemoved: Bool

    /// A `domainMetadata` action.
    public init(domain: String, configuration: String, isRemoved: Bool = false) {
        self.domain = domain
        self.configuration = configuration
        self.isRemoved = isRemoved
    }
}
