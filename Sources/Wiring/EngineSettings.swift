import Foundation
package import Lake
package import Pipeline
package import YAMLSettings

/// What concerns the process and no site: names and folders, the beat, snapshots, limits of a batch.
package struct EngineSettings: Sendable {
    /// Name of the pipeline, letters, digits, - and _; part of the names of its transactions.
    package var name: String
    /// Folder of the table schemas, resolved against the pipeline file.
    package var schemas: String
    package var batchRecords = 20_000
    package var commitEvery = Duration.seconds(1)
    package var commitMaxRecords = 50_000
    package var snapshotEvery = Duration.seconds(1_800)
    package var snapshotMaxRecords = 200_000
    package var checkpointEvery = 100
    package var housekeeping = HousekeepingRules()
    /// How long the embedded log keeps what the lake has; nil keeps all.
    package var logKeep: Duration?
    package var fsync = true

    /// The least time a log is kept: a restart must find what the last snapshot lacks.
    private static let leastKept = Duration.seconds(3_600)

    /// Reads the keys of a pipeline file that lies in `folder`.
    package init(_ root: ConfigurationNode, folder: String) throws(ConfigurationError) {
        let values = Dictionary(try root.entries().map { ($0.key, $0.value) }, uniquingKeysWith: { $1 })
        guard let pipeline = values["pipeline"] else { throw root.fault("`pipeline` must name the pipeline") }
        name = try pipeline.string()
        let isPlain = name.unicodeScalars.allSatisfy { scalar in
            scalar.isASCII && (scalar.properties.isAlphabetic || ("0"..."9").contains(scalar))
                || scalar == "-" || scalar == "_"
        }
        guard isPlain else { throw pipeline.fault("expected letters, digits, - and _") }
        let relative = try values["schemas"]?.string() ?? "../schemas"
        let place = URL(fileURLWithPath: folder, isDirectory: true)
        schemas = URL(fileURLWithPath: relative, relativeTo: place).path
        if let node = values["limits"], let value = try node.mapping(["batch_records"])["batch_records"] {
            batchRecords = try value.integer(1...1_000_000)
        }
        if let node = values["commit"] {
            let commit = try node.mapping(["every", "max_records"])
            if let value = commit["every"] { commitEvery = .microseconds(try value.microseconds()) }
            if let value = commit["max_records"] { commitMaxRecords = try value.integer(1...10_000_000) }
        }
        if let node = values["snapshot"] {
            let snapshot = try node.mapping(["every", "max_records"])
            if let value = snapshot["every"] { snapshotEvery = .microseconds(try value.microseconds()) }
            if let value = snapshot["max_records"] { snapshotMaxRecords = try value.integer(1...100_000_000) }
        }
        if let node = values["checkpoint_every"] { checkpointEvery = try node.integer(1...100_000) }
        if let node = values["housekeeping"] { housekeeping = try HousekeepingRules(node) }
        if let node = values["log"], let value = try node.mapping(["keep"])["keep"] {
            let keep = Duration.microseconds(try value.microseconds())
            guard keep >= Self.leastKept else { throw value.fault("expected at least 1h") }
            logKeep = keep
        }
    }
}

extension EngineSettings {
    /// The same for the engine.
    package var pipeline: PipelineSettings {
        var settings = PipelineSettings(
            name: name,
            lake: LakeSettings(
                schemas: schemas,
                fsync: fsync,
                checkpointEvery: checkpointEvery,
                housekeeping: housekeeping
            )
        )
        settings.batchRecords = batchRecords
        settings.commitEvery = commitEvery
        settings.commitMaxRecords = commitMaxRecords
        settings.snapshotEvery = snapshotEvery
        settings.snapshotMaxRecords = snapshotMaxRecords
        settings.logKeep = logKeep
        return settings
    }
}
