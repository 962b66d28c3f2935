internal import Synchronization

/// The files tables of this process have staged and not committed, by table.
///
/// A vacuum or purge in the same process leaves them alone however old they look; those of a handle that was given up
/// can be found here and deleted.
public enum StagedFiles {
    private static let names = Mutex<[String: Set<String>]>([:])

    /// The staged files of the table at `path`, relative to it, sorted.
    public static func uncommitted(in path: String) -> [String] {
        names.withLock { $0[DeltaTable.trimmed(path), default: []] }.sorted()
    }

    /// Forgets the staged files of a table whose writers are gone: none of them will be committed.
    public static func abandon(in path: String) {
        names.withLock { $0[DeltaTable.trimmed(path)] = nil }
    }

    /// Notes that `name` is about to be written.
    static func insert(_ name: String, in path: String) {
        names.withLock { _ = $0[path, default: []].insert(name) }
    }

    /// Forgets `name`, which was committed or deleted.
    static func remove(_ name: String, in path: String) {
        names.withLock { names in
            names[path]?.remove(name)
            if names[path]?.isEmpty == true { names[path] = nil }
        }
    }
}
