/// The beds of one ward: which are ready, and who waits for one.
struct WardBeds: Sendable {
    /// A visit that asked for a bed here.
    struct Request: Sendable {
        var slot: Int32
        var visit: Int32
    }

    let code: String
    let role: WardRole
    let beds: Int
    /// Bed names, `AMU-01`.
    let names: [String]
    private var ready: [Int16]
    private var queue: [Request] = []
    private var head = 0

    init(code: String, role: WardRole, beds: Int) {
        self.code = code
        self.role = role
        self.beds = beds
        names = (0..<beds).map { "\(code)-\($0 < 9 ? "0" : "")\($0 + 1)" }
        ready = role == .emergency ? [] : (0..<Int16(clamping: beds)).reversed()
    }

    var readyCount: Int { ready.count }
    var waitingCount: Int { queue.count - head }
    /// Beds in use, reserved or being cleaned.
    var takenCount: Int { role == .emergency ? 0 : beds - ready.count }

    mutating func takeBed() -> Int16? {
        ready.popLast()
    }

    mutating func giveBack(_ bed: Int16) {
        ready.append(bed)
    }

    mutating func join(_ request: Request) {
        queue.append(request)
    }

    mutating func nextRequest() -> Request? {
        guard head < queue.count else { return nil }
        let request = queue[head]
        head += 1
        if head > 32, head * 2 > queue.count {
            queue.removeFirst(head)
            head = 0
        }
        return request
    }
}
