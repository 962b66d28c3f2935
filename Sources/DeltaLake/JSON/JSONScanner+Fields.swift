extension JSONScanner {
    /// The value a required field had, or an error that names it.
    func require<Value>(_ value: Value?, _ name: String) throws(JSONError) -> Value {
        guard let value else { throw error("\(name) is missing") }
        return value
    }

    /// A string or null.
    mutating func optionalString() throws(JSONError) -> String? {
        takeNull() ? nil : try string()
    }

    /// A whole number or null.
    mutating func optionalInt64() throws(JSONError) -> Int64? {
        takeNull() ? nil : try int64()
    }

    /// An object of strings and nulls.
    mutating func stringMap() throws(JSONError) -> [String: String?] {
        var map: [String: String?] = [:]
        var isFirst = true
        while let key = try nextKey(&isFirst) { map.updateValue(try optionalString(), forKey: key) }
        return map
    }

    /// An object of strings without its nulls, or null.
    mutating func tags() throws(JSONError) -> [String: String]? {
        takeNull() ? nil : try stringMap().compactMapValues { $0 }
    }

    /// An array of strings, or null.
    mutating func strings() throws(JSONError) -> [String]? {
        if takeNull() { return nil }
        var texts: [String] = []
        var isFirst = true
        while try nextElement(&isFirst) { texts.append(try string()) }
        return texts
    }
}
