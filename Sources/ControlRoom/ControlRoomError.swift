/// Why the control room could not run.
package enum ControlRoomError: Error, Equatable, CustomStringConvertible {
    /// Another program listens on the port.
    case portTaken(Int)
    /// The address cannot be listened on; `reason` is the system's.
    case cannotListen(host: String, port: Int, reason: String)

    package var description: String {
        switch self {
        case .portTaken(let port):
            "control room: port \(port) is taken by another program; choose another port or stop that program"
        case .cannotListen(let host, let port, let reason):
            "control room: cannot listen on \(host):\(port): \(reason)"
        }
    }
}
