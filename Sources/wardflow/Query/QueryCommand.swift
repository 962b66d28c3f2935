import ArgumentParser
import Foundation
import LakeQuery

/// `wardflow query`: SQL over the tables of a lake.
struct QueryCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "query",
        abstract: "Ask the tables of a lake in SQL, now or as of a version or time.",
        discussion: """
            The SQL is SQLite's; tables are named by folder, such as gold.kpis. Times are ISO 8601 text in UTC and \
            compare as moments; LIKE minds case. EXPLAIN SELECT ... runs the query and shows what was read and what \
            was passed over.
            """
    )

    @Argument(help: "The statement; - reads it from standard input.")
    var sql: String

    @Option(help: "Folder of the tables.")
    var lake: String

    @Option(help: "As of this version or time, such as 12 or 2026-01-08T07:00:00Z; the newest by default.")
    var at: String?

    @Option(help: "table, csv (RFC 4180) or json (an array, one object a line).")
    var format = AnswerWriter.Format.table

    @Option(help: "End the query after this many seconds.")
    var timeout: Double?

    func run() async throws {
        try await reporting {
            StopSignal.listen()
            let moment = try at.map { try TableMoment(option: $0) } ?? .newest
            if let timeout, !(timeout > 0) {
                throw Failure(.usage, "--timeout: expected a number of seconds above 0")
            }
            let text = sql == "-" ? try Self.standardInput() : sql
            let stop = StopCondition(after: timeout) { StopSignal.isRequested }
            let (lake, format) = (lake, format)
            try await OwnThread.run("wardflow.query") {
                try Self.answer(LakeQuery(lake: lake, at: moment, stop: stop), text, format)
            }
        }
    }

    private static func answer(_ query: LakeQuery, _ sql: String, _ format: AnswerWriter.Format) throws {
        let rows = try query.run(sql)
        if rows.isExplain {
            var count = 0
            while try rows.next() != nil { count += 1 }
            for line in PlanWriter.lines(rows, rowCount: count) { Terminal.say(line) }
            return
        }
        // The first row may fail; then nothing is printed.
        var row = try rows.next()
        var answer = AnswerWriter(format, rows.columns)
        do {
            while let values = row {
                answer.add(values)
                row = try rows.next()
            }
        } catch {
            answer.abandon()
            throw error
        }
        answer.finish()
    }

    /// Most bytes of a statement.
    private static let statementLimit = 1_000_000

    private static func standardInput() throws -> String {
        let data = try FileHandle.standardInput.readToEnd() ?? Data()
        guard data.count <= statementLimit, let text = String(data: data, encoding: .utf8) else {
            throw Failure(
                .usage,
                "standard input: expected a statement of at most \(statementLimit) bytes of UTF-8"
            )
        }
        return text
    }
}

extension TableMoment {
    /// The value of `--at`.
    init(option text: String) throws {
        guard let moment = TableMoment(text) else {
            throw Failure(
                .usage,
                "--at: expected a version such as 12 or a time such as 2026-01-08T07:00:00Z"
            )
        }
        self = moment
    }
}
