import Foundation
import Hospital

extension Timestamp {
    /// The wall clock; only the shell may ask for it.
    static var now: Timestamp {
        Timestamp(microseconds: Int64(Date().timeIntervalSince1970 * 1_000_000))
    }
}
