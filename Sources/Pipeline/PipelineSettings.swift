package import Lake

/// How the engine runs, whatever its processors mean.
package struct PipelineSettings: Sendable {
    /// Name of the pipeline; part of every `txn`.
    package var name: String
    package var lake: LakeSettings
    package var batchRecords = 20_000
    package var commitEvery = Duration.seconds(1)
    package var commitMaxRecords = 50_000
    /// Time and records of one owner between two of its snapshots.
    package var snapshotEvery = Duration.seconds(1_800)
    package var snapshotMaxRecords = 200_000
    /// How much of the embedded log is kept behind bronze and saved state; nil for all.
    package var logKeep: Duration?

    package init(name: String, lake: LakeSettings) {
        self.name = name
        self.lake = lake
    }
}
