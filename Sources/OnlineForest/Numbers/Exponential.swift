/// e^value in single precision, relative error below 1e-6; the same bits on every machine.
///
/// Splits value / ln 2 into a whole power of two and a rest in -0.5...0.5, whose power is its Taylor series.
@inline(__always)
func exponential(_ value: Float) -> Float {
    // In this order NaN becomes the lower bound, whose conversion to a whole number is defined.
    let bounded = value > -80 ? min(value, 80) : -80
    let powers = bounded * 1.442_695_04
    let whole = powers.rounded()
    let rest = (powers - whole) * 0.693_147_18
    var sum: Float = 1.0 / 720
    sum = sum * rest + 1.0 / 120
    sum = sum * rest + 1.0 / 24
    sum = sum * rest + 1.0 / 6
    sum = sum * rest + 0.5
    sum = sum * rest + 1
    sum = sum * rest + 1
    return sum * Float(bitPattern: UInt32(bitPattern: (Int32(whole) &+ 127) &<< 23))
}
