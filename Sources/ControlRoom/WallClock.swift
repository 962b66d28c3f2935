import Glibc
package import Hospital

/// The machine's clock, for what people read; the pipeline's own time is event time.
package enum WallClock {
    /// Now, to the microsecond.
    package static func now() -> Timestamp {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return Timestamp(microseconds: Int64(time.tv_sec) * 1_000_000 + Int64(time.tv_nsec) / 1_000)
    }
}
