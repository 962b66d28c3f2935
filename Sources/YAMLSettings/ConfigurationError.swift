/// A fault in a configuration file: where, what was expected and what was found.
package struct ConfigurationError: Error, Equatable, Sendable, CustomStringConvertible {
    package var description: String

    /// A fault told in full by `description`: file, line, key and what to do.
    package init(_ description: String) {
        self.description = description
    }
}
