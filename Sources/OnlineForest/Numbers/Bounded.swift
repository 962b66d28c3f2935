/// A value moved into a range; NaN becomes its low end.
func bounded(_ value: Double, _ low: Double, _ high: Double) -> Double {
    value > low ? min(value, high) : low
}
