import Lake
import YAMLSettings
import ArgumentParser
import ControlRoom
import DeltaLake
import EventLog
import Foundation
import LakeQuery
import Pipeline
import Simulator

/// How the program ends when it did not work, with the exit code scripts rely on.
struct Failure: Error {
    enum Kind: Int32 {
        case problemsFound = 1
        case failed = 2
        case usage = 64
        case dependencyDown = 69
        case badConfiguration = 78
    }

    var kind: Kind
    var message: String

    init(_ kind: Kind, _ message: String) {
        self.kind = kind
        self.message = message
    }

    /// The failure behind any error of the parts.
    init(_ error: any Error) {
        switch error {
        case let failure as Failure: self = failure
        case let error as ConfigurationError: self.init(.badConfiguration, error.description)
        case let error as AttendanceMappingError: self.init(.badConfiguration, "\(error)")
        case let error as ControlRoomError: self.init(.failed, error.description)
        case let error as EventLogError: self.init(Self.kind(error), error.description)
        case let error as DeltaError: self.init(.failed, error.description)
        case let error as QueryError: self.init(Self.kind(error), error.description)
        case .savedStateMissing(let detail) as LakeError: self.init(.problemsFound, detail)
        case let error as LakeError: self.init(.failed, error.description)
        case let error as CocoaError: self.init(.failed, error.localizedDescription)
        default: self.init(.failed, "\(error)")
        }
    }

    /// Runs `body` and puts the table's name to what it throws.
    static func naming<Result>(_ table: LakeTable, _ body: () throws(DeltaError) -> Result) throws -> Result {
        do throws(DeltaError) {
            return try body()
        } catch {
            throw Failure(kind(error), "\(table.folder): \(error.description)")
        }
    }

    /// What the caller asked for cannot be; everything else went wrong.
    private static func kind(_ error: DeltaError) -> Kind {
        switch error {
        case .invalidInput, .versionUnavailable, .timeUnavailable: .usage
        default: .failed
        }
    }

    private static func kind(_ error: QueryError) -> Kind {
        switch error {
        case .missingLake, .unknownTable, .statement, .refused, .limit: .usage
        case .table, .stopped, .timedOut: .failed
        }
    }

    private static func kind(_ error: EventLogError) -> Kind {
        switch error {
        case .invalidArgument: .usage
        case .unavailable: .dependencyDown
        case .notFound: .badConfiguration
        default: .failed
        }
    }
}

/// Runs `body`, turning what it throws into a line on standard error and an exit code.
func reporting(_ body: () async throws -> Void) async throws {
    do {
        try await body()
    } catch let exit as ExitCode {
        throw exit
    } catch let error as ValidationError {
        throw error
    } catch {
        let failure = Failure(error)
        Terminal.complain("wardflow: \(failure.message)")
        throw ExitCode(failure.kind.rawValue)
    }
}
