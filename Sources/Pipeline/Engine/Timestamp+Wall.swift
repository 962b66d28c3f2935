import Foundation
package import Hospital

extension Timestamp {
    /// The wall clock: it stamps what this process appends, and nothing else goes by it.
    package static var wall: Timestamp {
        Timestamp(microseconds: Int64((Date().timeIntervalSince1970 * 1e6).rounded(.down)))
    }
}
