import DeltaLake
import Glibc
import Parquet
import Storage
import Synchronization

/// File calls that misbehave at one chosen step; `storage` makes them.
final class FaultyCalls: FileCalls {
    enum Fault: Hashable, Sendable {
        /// The step does nothing and reports this error; a file write leaves half a file.
        case fails(Int32)
        /// The step happens and reports this error.
        case failsAfterwards(Int32)
        /// The process ends before the step: it and all later ones fail.
        case crashesBefore
        /// The process ends right after the step: all later ones fail.
        case crashesAfter
    }

    private struct State {
        var step = -1
        var hasCrashed = false
        var log: [String] = []
    }

    private let base = SystemCalls()
    private let state = Mutex(State())
    private let faultStep: Int
    private let fault: Fault

    init(_ fault: Fault, atStep step: Int) {
        self.fault = fault
        faultStep = step
    }

    /// The local file system by way of these calls.
    var storage: LocalStorage { LocalStorage(calls: self) }

    /// The changing calls made so far.
    var log: [String] { state.withLock { $0.log } }

    private func change(
        _ call: String,
        _ path: String,
        partly: () -> Void = {},
        _ body: () throws(StorageError) -> Void
    )
        throws(StorageError)
    {
        let (isHere, hasCrashed) = state.withLock { state in
            state.step += 1
            state.log.append(call)
            return (state.step == faultStep, state.hasCrashed)
        }
        if hasCrashed { throw StorageError(call: call, path: path, code: EIO) }
        guard isHere else { return try body() }
        switch fault {
        case .fails(let code):
            partly()
            throw StorageError(call: call, path: path, code: code)
        case .failsAfterwards(let code):
            try body()
            throw StorageError(call: call, path: path, code: code)
        case .crashesBefore:
            state.withLock { $0.hasCrashed = true }
            partly()
            throw StorageError(call: call, path: path, code: EIO)
        case .crashesAfter:
            try body()
            state.withLock { $0.hasCrashed = true }
        }
    }

    private func alive(_ path: String) throws(StorageError) {
        if state.withLock({ $0.hasCrashed }) { throw StorageError(call: "read", path: path, code: EIO) }
    }

    func list(_ folder: String) throws(StorageError) -> [String] {
        try alive(folder)
        return try base.list(folder)
    }

    func status(of path: String) throws(StorageError) -> ObjectStatus {
        try alive(path)
        return try base.status(of: path)
    }

    func read(_ path: String) throws(StorageError) -> [UInt8] {
        try alive(path)
        return try base.read(path)
    }

    func open(_ path: String) throws(StorageError) -> any StoredObject {
        try alive(path)
        return try base.open(path)
    }

    func exists(_ path: String) throws(StorageError) -> Bool {
        try alive(path)
        return try base.exists(path)
    }

    func makeFolder(_ path: String) throws(StorageError) {
        try change("makeFolder", path) { () throws(StorageError) in try base.makeFolder(path) }
    }

    func create(_ path: String, _ bytes: [UInt8], sync: Bool) throws(StorageError) {
        let half = {
            do { try self.base.create(path, Array(bytes.prefix(bytes.count / 2)), sync: false) } catch {
                return
            }
        }
        try change("create", path, partly: half) { () throws(StorageError) in
            try base.create(path, bytes, sync: sync)
        }
    }

    func link(_ path: String, as name: String) throws(StorageError) -> Bool {
        var isOurs = false
        try change("link", name) { () throws(StorageError) in isOurs = try base.link(path, as: name) }
        return isOurs
    }

    func rename(_ path: String, to name: String) throws(StorageError) {
        try change("rename", name) { () throws(StorageError) in try base.rename(path, to: name) }
    }

    func remove(_ path: String) throws(StorageError) {
        try change("remove", path) { () throws(StorageError) in try base.remove(path) }
    }

    func syncFolder(_ path: String) throws(StorageError) {
        try change("syncFolder", path) { () throws(StorageError) in try base.syncFolder(path) }
    }
}
