extension Column {
    /// Appends one entry of `other`, a column of the same type and levels.
    mutating func append(entry: Int, of other: Column) {
        let repetition = other.repetition(at: entry)
        if other.isNull(at: entry) {
            appendNull(definition: other.definition(at: entry), repetition: repetition)
            return
        }
        switch storage {
        case .boolean: append(other.booleans[entry], repetition: repetition)
        case .int32: append(other.int32s[entry], repetition: repetition)
        case .int64: append(other.int64s[entry], repetition: repetition)
        case .float: append(other.floats[entry], repetition: repetition)
        case .double: append(other.doubles[entry], repetition: repetition)
        case .int128: append(unscaled: other.int128s[entry], repetition: repetition)
        case .bytes: append(bytes: other.bytes(at: entry), repetition: repetition)
        }
    }
}
