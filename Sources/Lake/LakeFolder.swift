import DeltaLake
import Foundation

/// Refuses a folder that is not this pipeline's lake before anything is written into it.
enum LakeFolder {
    private static let ownNames: Set = ["bronze", "silver", "gold", "_wardflow"]

    /// Throws `foreignLake` when a table's place, or a lake without any table, holds other files.
    static func check(_ path: String, tables: [String]) throws(LakeError) {
        var hasTables = false
        for table in tables {
            let names = visibleNames("\(path)/\(table)")
            if names.contains("_delta_log") {
                hasTables = true
            } else if let other = names.first {
                throw .foreignLake(
                    detail:
                        "\(path)/\(table) holds no Delta table but other files (\(other)); choose an empty folder"
                )
            }
        }
        guard !hasTables, let other = visibleNames(path).first(where: { !ownNames.contains($0) }) else {
            return
        }
        throw .foreignLake(
            detail: "\(path) holds no tables but other files (\(other)); choose an empty folder"
        )
    }

    /// Throws `foreignLake` when the bronze table holds the records of another pipeline or log.
    static func check(
        _ bronze: DeltaTable,
        at path: String,
        belongsTo identity: LakeIdentity
    ) throws(LakeError) {
        let others = bronze.transactionVersions.keys.sorted().filter { name in
            guard name.hasPrefix(identity.appIDPrefix + "/") else { return true }
            // A log that does not know its origin cannot be told from another.
            return name.hasPrefix(identity.originPrefix) && identity.originID.map { $0 != name } == true
        }
        guard let other = others.first else { return }
        throw .foreignLake(
            detail:
                "\(path) holds the records of the log \(other), expected \(identity.originID ?? identity.appIDPrefix); "
                + "point --log and --lake at the same run, or start a new lake"
        )
    }

    private static func visibleNames(_ folder: String) -> [String] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        return names.filter { !$0.hasPrefix(".") }.sorted()
    }
}
