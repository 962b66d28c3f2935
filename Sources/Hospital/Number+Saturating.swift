extension Int {
    /// `value` without its fraction, within what an `Int` holds; 0 for what is no number.
    ///
    /// `Int(value)` ends the program on infinity, which a forecast of a model that has learned little can be.
    package init(saturating value: Double) {
        if value.isNaN {
            self = 0
        } else if value >= 0x1p63 {
            self = .max
        } else if value < -0x1p63 {
            self = .min
        } else {
            self = Int(value)
        }
    }
}

extension Int64 {
    /// `value` without its fraction, within what an `Int64` holds; 0 for what is no number.
    package init(saturating value: Double) { self = Int64(Int(saturating: value)) }
}
