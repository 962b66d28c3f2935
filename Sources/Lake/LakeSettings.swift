/// What opening and committing the tables needs to know.
package struct LakeSettings: Sendable {
    /// Folder of the schema files.
    package var schemas: String
    /// Whether files are synced to the device before they count.
    package var fsync: Bool
    /// Commits between two Delta checkpoints.
    package var checkpointEvery: Int
    package var housekeeping: HousekeepingRules

    package init(schemas: String, fsync: Bool, checkpointEvery: Int, housekeeping: HousekeepingRules) {
        self.schemas = schemas
        self.fsync = fsync
        self.checkpointEvery = checkpointEvery
        self.housekeeping = housekeeping
    }
}
