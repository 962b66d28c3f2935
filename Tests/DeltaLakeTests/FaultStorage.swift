import Glibc
import Storage
import Synchronization

/// A storage of which one chosen changing call misbehaves.
final class FaultStorage: ObjectStorage {
    enum Fault: Hashable, Sendable, CaseIterable {
        /// The call does nothing and says so.
        case refused
        /// The call does nothing, and its outcome is unknown to the caller.
        case lostRequest
        /// The call happens, and its outcome is unknown to the caller.
        case lostAnswer
        /// The process ends before the call: it and all later ones fail.
        case crashBefore
        /// The process ends after the call: all later ones fail.
        case crashAfter
    }

    private struct State {
        var step = -1
        var hasCrashed = false
    }

    private let base: any ObjectStorage
    private let fault: Fault
    private let faultStep: Int
    private let state = Mutex(State())

    init(_ base: any ObjectStorage, _ fault: Fault, atStep step: Int) {
        self.base = base
        self.fault = fault
        faultStep = step
    }

    /// The changing calls made so far.
    var calls: Int { state.withLock { $0.step + 1 } }

    /// What becomes of the next changing call: whether it happens, and the error it ends with.
    private func next(_ path: String) -> (happens: Bool, error: StorageError?) {
        let unknown = StorageError(call: "fault", path: path, code: EIO)
        return state.withLock { state in
            state.step += 1
            if state.hasCrashed { return (false, unknown) }
            guard state.step == faultStep else { return (true, nil) }
            switch fault {
            case .refused: return (false, StorageError(call: "fault", path: path, code: ENOSPC))
            case .lostRequest: return (false, unknown)
            case .lostAnswer: return (true, unknown)
            case .crashBefore, .crashAfter:
                state.hasCrashed = true
                return (fault == .crashAfter, fault == .crashAfter ? nil : unknown)
            }
        }
    }

    private func change(_ path: String, _ body: () throws(StorageError) -> Void) throws(StorageError) {
        let (happens, error) = next(path)
        if happens { try body() }
        if let error { throw error }
    }

    private func alive(_ path: String) throws(StorageError) {
        if state.withLock({ $0.hasCrashed }) { throw StorageError(call: "fault", path: path, code: EIO) }
    }

    func list(_ folder: String) throws(StorageError) -> [String] {
        try alive(folder)
        return try base.list(folder)
    }

    func get(_ path: String) throws(StorageError) -> [UInt8] {
        try alive(path)
        return try base.get(path)
    }

    func open(_ path: String) throws(StorageError) -> any StoredObject {
        try alive(path)
        return try base.open(path)
    }

    func exists(_ path: String) throws(StorageError) -> Bool {
        try alive(path)
        return try base.exists(path)
    }

    func status(of path: String) throws(StorageError) -> ObjectStatus {
        try alive(path)
        return try base.status(of: path)
    }

    func makeFolder(_ path: String) throws(StorageError) {
        try change(path) { () throws(StorageError) in try base.makeFolder(path) }
    }

    func putIfAbsent(_ bytes: [UInt8], at path: String, durably: Bool) -> PutOutcome {
        let (happens, error) = next(path)
        let outcome: PutOutcome? = happens ? base.putIfAbsent(bytes, at: path, durably: durably) : nil
        if let error { return error.isDefinite ? .failed(error) : .unknown(error) }
        return outcome ?? .taken
    }

    func put(_ bytes: [UInt8], at path: String, durably: Bool) throws(StorageError) {
        try change(path) { () throws(StorageError) in try base.put(bytes, at: path, durably: durably) }
    }

    func putNew(_ bytes: [UInt8], at path: String, durably: Bool) throws(StorageError) {
        try change(path) { () throws(StorageError) in try base.putNew(bytes, at: path, durably: durably) }
    }

    func delete(_ path: String) throws(StorageError) {
        try change(path) { () throws(StorageError) in try base.delete(path) }
    }

    func sync(_ folder: String) throws(StorageError) {
        try change(folder) { () throws(StorageError) in try base.sync(folder) }
    }
}
