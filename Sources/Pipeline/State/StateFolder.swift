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

    /// An owner as it was saved: its parts, and the rules that held.
    package struct Owner<Book: RuleBook> {
        package var rules: Book.Rules
        package var parts: StateParts
    }

    /// Every owner that pipelines called `pipeline` saved last beside a lake, by key.
    package static func owners<Book: RuleBook>(
        lake: String,
        pipeline: String,
        rules: Book.Type
    ) throws(LakeError) -> [String: Owner<Book>] {
        let folder = "\(lake)/_wardflow"
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        var newest: [String: (offset: Int64, owner: Owner<Book>)] = [:]
        for name in names.sorted() where name.hasPrefix("\(pipeline)-") {
            let store = StateStore(folder: "\(folder)/\(name)", sync: false)
            for partition in store.partitions {
                guard let saved = try store.load(partition, fits: { _ in true }) else { continue }
                var reader = StateReader(saved.own)
                guard let own = try? PartitionOwn<Book>(from: &reader) else { continue }
                for owner in saved.owners where owner.nextOffset > newest[owner.key]?.offset ?? -1 {
                    guard let parts = store.parts(owner, partition: partition),
                        let rules = own.book.rules(for: owner.key) ?? own.book.defaultRules(for: owner.key)
                    else { continue }
                    newest[owner.key] = (owner.nextOffset, Owner(rules: rules, parts: parts))
                }
            }
        }
        return newest.mapValues(\.owner)
    }
}
