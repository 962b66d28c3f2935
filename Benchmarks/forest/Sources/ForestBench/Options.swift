/// What the command line asks for.
struct Options {
    static let usage =
        "usage: ForestBench DATA [--seeds 5] [--export FOLDER] [--peers FILE --peer-rows 9000]"

    let data: String
    var seeds = 5
    /// Writes the matrices of the sets there for the peers, and nothing else.
    var exportFolder: String?
    /// What peers.py found on the first `peerRows` rows.
    var peerFile: String?
    var peerRows = 9_000

    /// Nil for arguments that make no sense.
    init?(_ arguments: [String]) {
        guard let data = arguments.first, !data.hasPrefix("--"), arguments.count % 2 == 1 else { return nil }
        self.data = data
        for index in stride(from: 1, to: arguments.count, by: 2) {
            let value = arguments[index + 1]
            switch arguments[index] {
            case "--seeds":
                guard let number = Int(value), number > 0 else { return nil }
                seeds = number
            case "--peer-rows":
                guard let number = Int(value), number > 0 else { return nil }
                peerRows = number
            case "--export": exportFolder = value
            case "--peers": peerFile = value
            default: return nil
            }
        }
    }
}
