/// What happened to a row in a commit, as the column `_change_type` of the change data feed says it.
public enum ChangeType: String, Hashable, Sendable, CaseIterable {
    /// The row is new.
    case insert
    /// The row is gone.
    case delete
    /// The row as it was before an update.
    case updatePreimage = "update_preimage"
    /// The row as it is after an update.
    case updatePostimage = "update_postimage"

    /// The column's name.
    public static let column = "_change_type"
}
