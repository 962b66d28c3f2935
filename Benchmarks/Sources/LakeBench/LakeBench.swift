import Foundation

/// Our side of `make bench-lake`: carries out one command a line of standard input, a JSON array of its words,
/// and answers each with one line of JSON.
///
/// The table is loaded once and stays in memory, as the peers' does, so that only the work asked for is timed.
@main
struct LakeBench {
    private var files = FileCommands()
    private var tables = TableCommands()

    static func main() throws {
        var bench = LakeBench()
        while let line = readLine() {
            let words = try JSONDecoder().decode([String].self, from: Data(line.utf8))
            let answer = try JSONEncoder().encode(bench.answer(words))
            FileHandle.standardOutput.write(answer + Data("\n".utf8))
        }
    }

    private mutating func answer(_ words: [String]) throws -> Answer {
        switch (words.first, words.count) {
        case ("load", 2): try files.load(words[1])
        case ("write", 3): try files.write(to: words[1], threads: Int(words[2]) ?? 1)
        case ("read", 2): try files.read(words[1])
        case ("columns", 3):
            try files.read(words[1], columns: words[2].split(separator: ",").map(String.init))
        case ("filter", 4): try files.read(words[1], where: words[2], equals: words[3])
        case ("create", 4): try tables.create(files.table(), at: words[1], batches: words[2], rows: words[3])
        case ("append", 1): try tables.append()
        case ("open", 2): try tables.open(words[1])
        case ("checkpoint", 2): try tables.checkpoint(words[1])
        default: throw UsageError(words: words)
        }
    }
}

/// What a command took and found.
struct Answer: Encodable {
    /// Wall time of the work alone.
    var seconds = 0.0
    /// Rows written or read, or the version of a table.
    var count = 0

    /// Times `body`, which returns the count.
    static func timed(_ body: () throws -> Int) rethrows -> Answer {
        let start = ContinuousClock.now
        let count = try body()
        return Answer(seconds: start.duration(to: .now) / .seconds(1), count: count)
    }
}

/// A line that is no command, or one that comes too early.
struct UsageError: Error {
    var words: [String]
}
