/// What one call of `append` may hold, in either log; more is refused.
package enum AppendLimits {
    /// Most records.
    package static let records = 100_000
    /// Most bytes of payloads and keys.
    package static let bytes = 64 << 20
}
