#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// ln(value).
func naturalLogarithm(_ value: Double) -> Double { log(value) }

/// ln(1 + value), exact near 0.
func logarithmOfOnePlus(_ value: Double) -> Double { log1p(value) }

/// e^value - 1, exact near 0.
func exponentialMinusOne(_ value: Double) -> Double { expm1(value) }
