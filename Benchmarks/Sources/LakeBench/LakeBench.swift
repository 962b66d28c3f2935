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
        case ("write", 3): try files.write(to: words[1], threads: threads(words[2]))
        case ("read", 3): try files.read(words[1], threads: threads(words[2]))
        case ("columns", 4):
            try files.read(
                words[1],
                threads: threads(words[2]),
                columns: words[3].split(separator: ",").map(String.init)
            )
        case ("filter", 5):
            try files.read(words[1], threads: threads(words[2]), where: words[3], equals: words[4])
        case ("cut", 3): try tables.cut(files.table(), batches: words[1], rows: words[2])
        case ("create", 2): try tables.create(at: words[1])
        case ("append", 2): try tables.append(to: words[1])
        case ("open", 2): try tables.open(words[1])
        case ("checkpoint", 2): try tables.checkpoint(words[1])
        default: throw UsageError(words: words)
        }
    }

    /// As many as the cores this process is pinned to, which it is told: the peers find out by themselves.
    private func threads(_ word: String) throws -> Int {
        guard let threads = Int(word), threads > 0 else { throw UsageError(words: [word]) }
        return threads
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
