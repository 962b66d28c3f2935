/// What a message says about one field.
package enum FieldState: Sendable, Equatable {
    /// The segment or the field is not there.
    case absent
    /// The field is there without content: nothing is said.
    case empty
    /// Two double quotes: the receiver shall delete its value.
    case delete
    case value
}
