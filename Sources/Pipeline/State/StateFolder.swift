import Foundation
package import Hospital
package import Lake

/// Saved state as others than the pipeline read it.
package enum StateFolder {
    /// Whether all that is saved of a partition was saved behind the record at `offset`.
    package static func isPast(_ offset: Int64, partition: Int, lake: String, _ identity: LakeIdentity)
        -> Bool
    {
        StateStore(folder: StateStore.folder(lake: lake, identity), sync: false).isPast(
            offset,
            partition: partition
        )
    }

    /// Whether a pipeline of this identity is at work on the lake, as far as this machine knows.
    package static func hasWriter(lake: String, _ identity: LakeIdentity) -> Bool {
        WriterLock.isHeld(folder: StateStore.folder(lake: lake, identity))
    }

    /// The parts of every owner that pipelines called `pipeline` saved last beside a lake.
    package static func owners(lake: String, pipeline: String) throws(LakeError) -> [String: StateParts] {
        let folder = "\(lake)/_wardflow"
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        var newest: [String: (offset: Int64, parts: StateParts)] = [:]
        for name in names.sorted() where name.hasPrefix("\(pipeline)-") {
            let store = StateStore(folder: "\(folder)/\(name)", sync: false)
            for partition in store.partitions {
                guard let saved = try store.load(partition, fits: { _ in true }) else { continue }
                for owner in saved.owners where owner.nextOffset > newest[owner.key]?.offset ?? -1 {
                    guard let parts = store.parts(owner, partition: partition) else { continue }
                    newest[owner.key] = (owner.nextOffset, parts)
                }
            }
        }
        return newest.mapValues(\.parts)
    }
}
