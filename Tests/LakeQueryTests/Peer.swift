import Foundation
import Testing

import LakeQuery

/// DuckDB over the same tables, through `peer.py` and the Python of `WARDFLOW_PYTHON`.
enum Peer {
    static let python: String? = {
        if let path = ProcessInfo.processInfo.environment["WARDFLOW_PYTHON"] { return path }
        print("skipped: LakeQueryTests against DuckDB, WARDFLOW_PYTHON is not set")
        return nil
    }()

    private static let script = URL(filePath: #filePath).deletingLastPathComponent().appending(
        path: "peer.py"
    )
    .path

    /// Writes the tables of `seed` below `lake`.
    static func make(_ lake: String, seed: Int) throws {
        _ = try run(["make", lake, "\(seed)"], input: Data())
    }

    /// The rows of each statement, or DuckDB's complaint.
    static func answers(_ lake: String, _ statements: [String]) throws -> [Result<[[SQLValue]], PeerError>] {
        let input = try JSONEncoder().encode(statements)
        let output = try JSONDecoder().decode([Answer].self, from: run(["answer", lake], input: input))
        return output.map(\.rows)
    }

    struct PeerError: Error {
        var message: String
    }

    private static func run(_ arguments: [String], input: Data) throws -> Data {
        let process = Process()
        process.executableURL = URL(filePath: try #require(python))
        process.arguments = [script] + arguments
        let folder = FileManager.default.temporaryDirectory
        let question = folder.appending(path: "query-\(UUID().uuidString).json")
        try input.write(to: question)
        defer { try? FileManager.default.removeItem(at: question) }
        process.standardInput = try FileHandle(forReadingFrom: question)
        let output = Pipe()
        process.standardOutput = output
        try process.run()
        let data = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        try #require(process.terminationStatus == 0, "peer.py \(arguments[0]) failed")
        return data
    }

    private struct Answer: Decodable {
        var rows: Result<[[SQLValue]], PeerError>

        init(from decoder: any Decoder) throws {
            let container = try decoder.singleValueContainer()
            if let message = try? container.decode(String.self) {
                rows = .failure(PeerError(message: message))
            } else {
                rows = .success(try container.decode([[Cell]].self).map { $0.map(\.value) })
            }
        }
    }

    private struct Cell: Decodable {
        var value: SQLValue

        init(from decoder: any Decoder) throws {
            let container = try decoder.singleValueContainer()
            if container.decodeNil() {
                value = .null
            } else if let number = try? container.decode(Int64.self) {
                value = .integer(number)
            } else if let number = try? container.decode(Double.self) {
                value = .real(number)
            } else {
                value = .text(try container.decode(String.self))
            }
        }
    }
}

extension SQLValue {
    /// One form for values two engines type differently: whole reals as integers, blobs as hex text.
    var comparable: SQLValue {
        switch self {
        case .real(let number):
            if let whole = Int64(exactly: number) { return .integer(whole) }
            return .real((number * 1e9).rounded() / 1e9)
        case .blob(let bytes):
            let hex = bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
            return .text("x'\(hex)'")
        default: return self
        }
    }
}
