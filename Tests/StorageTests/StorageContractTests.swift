import Foundation
import Glibc
import Storage
import Synchronization
import Testing

/// What every storage promises, asked of each.
@Suite struct StorageContractTests {
    /// A storage and a place in it that is the test's own.
    enum Kind: CaseIterable {
        case local, memory

        func run(_ body: (_ storage: any ObjectStorage, _ root: String) throws -> Void) throws {
            switch self {
            case .memory: try body(MemoryStorage(), "t")
            case .local:
                let root = FileManager.default.temporaryDirectory.path + "/storage-" + UUID().uuidString
                let storage = LocalStorage()
                try storage.makeFolder(root)
                defer {
                    do { try FileManager.default.removeItem(atPath: root) } catch { print("left: \(root)") }
                }
                try body(storage, root)
            }
        }
    }

    @Test(arguments: Kind.allCases)
    func whatWasPutIsReadWholeAndInRanges(kind: Kind) throws {
        try kind.run { storage, root in
            #expect(storage.putIfAbsent([1, 2, 3, 4], at: "\(root)/a", durably: true) == .written)
            #expect(try storage.get("\(root)/a") == [1, 2, 3, 4])
            let object = try storage.open("\(root)/a")
            #expect(object.count == 4)
            #expect(try Array(object.bytes(in: 1..<3)) == [2, 3])
            #expect(try storage.status(of: "\(root)/a").size == 4)
            let age =
                try Date().timeIntervalSince1970 * 1_000
                - Double(storage.status(of: "\(root)/a").modificationTime)
            #expect(abs(age) < 60_000)
        }
    }

    @Test(arguments: Kind.allCases)
    func aNameIsClaimedOnceAndReplacedByPut(kind: Kind) throws {
        try kind.run { storage, root in
            #expect(storage.putIfAbsent([1], at: "\(root)/a", durably: true) == .written)
            #expect(storage.putIfAbsent([2], at: "\(root)/a", durably: true) == .taken)
            #expect(try storage.get("\(root)/a") == [1])
            try storage.put([3], at: "\(root)/a", durably: true)
            #expect(try storage.get("\(root)/a") == [3])
            #expect(throws: StorageError.self) { try storage.putNew([4], at: "\(root)/a", durably: false) }
            #expect(try storage.list(root) == ["a"], "no temporary file stays")
        }
    }

    @Test(arguments: Kind.allCases)
    func ofManyWritersOneClaimsTheName(kind: Kind) throws {
        try kind.run { storage, root in
            let winners = Mutex<[UInt8]>([])
            DispatchQueue.concurrentPerform(iterations: 16) { index in
                let bytes = [UInt8](repeating: UInt8(index), count: 1_000)
                guard storage.putIfAbsent(bytes, at: "\(root)/a", durably: false) == .written else { return }
                winners.withLock { $0.append(UInt8(index)) }
            }
            let winner = try #require(winners.withLock { $0.count == 1 ? $0[0] : nil })
            #expect(try storage.get("\(root)/a") == [UInt8](repeating: winner, count: 1_000))
        }
    }

    @Test(arguments: Kind.allCases)
    func namesAreListedByFolder(kind: Kind) throws {
        try kind.run { storage, root in
            try storage.makeFolder("\(root)/f/g")
            try storage.putNew([1], at: "\(root)/a", durably: true)
            try storage.putNew([1], at: "\(root)/f/b", durably: true)
            try storage.putNew([1], at: "\(root)/f/g/c", durably: true)
            try storage.sync("\(root)/f/g")
            #expect(try storage.list(root).sorted() == ["a", "f"])
            #expect(try storage.list("\(root)/f").sorted() == ["b", "g"])
            #expect(try storage.status(of: "\(root)/f").isFolder)
            #expect(try storage.exists("\(root)/f/g"))
            #expect(try storage.exists("\(root)/f/g/c"))
            #expect(try !storage.exists("\(root)/f/x"))
        }
    }

    @Test(arguments: Kind.allCases)
    func whatIsDeletedIsMissingButStaysReadableWhereItIsOpen(kind: Kind) throws {
        try kind.run { storage, root in
            try storage.putNew([7, 8], at: "\(root)/a", durably: false)
            let object = try storage.open("\(root)/a")
            try storage.delete("\(root)/a")
            #expect(try Array(object.bytes(in: 0..<2)) == [7, 8])
            let calls: [(any ObjectStorage) throws -> Void] = [
                { _ = try $0.get("\(root)/a") }, { _ = try $0.open("\(root)/a") },
                { _ = try $0.status(of: "\(root)/a") }, { try $0.delete("\(root)/a") },
                { _ = try $0.list("\(root)/none") },
            ]
            for (index, call) in calls.enumerated() {
                do {
                    try call(storage)
                    Issue.record("call \(index) of a missing object did not fail")
                } catch let error as StorageError {
                    #expect(error.isMissing, "call \(index): \(error)")
                }
            }
        }
    }

    @Test func errorsSayWhetherAnythingMayHaveHappened() {
        #expect(StorageError(call: "write", path: "a", code: ENOSPC).isDiskFull)
        #expect(StorageError(call: "write", path: "a", code: ENOSPC).isDefinite)
        #expect(!StorageError(call: "fsync", path: "a", code: EIO).isDefinite)
        #expect(StorageError(call: "open", path: "a", code: ENOTDIR).isMissing)
    }
}
