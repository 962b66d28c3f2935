/// The address of a log: `log:DIRECTORY` or `kafka://host:port[,host:port]/topic`.
package enum LogURL: Sendable, Equatable {
    /// An embedded log in a directory of its own.
    case embedded(directory: String)
    /// A Kafka topic.
    case kafka(brokers: String, topic: String)

    /// Reads an address; throws `invalidArgument` for anything but the two forms.
    package init(_ text: String) throws(EventLogError) {
        if let directory = text.dropping("log:") {
            guard !directory.isEmpty else {
                throw .invalidArgument("log URL \"\(text)\" names no directory: write log:DIRECTORY")
            }
            self = .embedded(directory: directory)
            return
        }
        guard let rest = text.dropping("kafka://") else {
            throw .invalidArgument(
                "log URL \"\(text)\" has an unknown scheme: "
                    + "write log:DIRECTORY or kafka://host:port[,host:port]/topic"
            )
        }
        let parts = rest.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 2, Self.isTopic(parts[1]) else {
            throw .invalidArgument(
                "log URL \"\(text)\" needs one topic of letters, digits, '.', '_' and '-': "
                    + "write kafka://host:port/topic"
            )
        }
        for broker in parts[0].split(separator: ",", omittingEmptySubsequences: false) {
            guard
                let colon = broker.lastIndex(of: ":"), colon > broker.startIndex,
                let port = UInt16(broker[broker.index(after: colon)...]), port > 0
            else {
                throw .invalidArgument("log URL \"\(text)\": broker \"\(broker)\" is not host:port")
            }
        }
        self = .kafka(brokers: String(parts[0]), topic: String(parts[1]))
    }

    /// Opens the log at `url`; with `create`, one with that many partitions is made if there is none.
    ///
    /// A log that exists keeps its number of partitions.
    package static func open(
        _ url: String,
        create: Bool,
        partitions: Int = 4
    ) throws(EventLogError) -> any EventLog {
        guard (1...EmbeddedLog.partitionLimit).contains(partitions) else {
            throw .invalidArgument(
                "\(partitions) partitions: a log has 1 to \(EmbeddedLog.partitionLimit)"
            )
        }
        switch try LogURL(url) {
        case .embedded(let directory):
            return try EmbeddedLog(directory: directory, create: create, partitions: partitions)
        case .kafka(let brokers, let topic):
            return try KafkaLog(brokers: brokers, topic: topic, create: create, partitions: partitions)
        }
    }

    private static func isTopic(_ text: Substring) -> Bool {
        !text.isEmpty && text.count <= 249 && text != "." && text != ".."
            && text.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                    UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "_"),
                    UInt8(ascii: "-"):
                    true
                default: false
                }
            }
    }
}

extension String {
    fileprivate func dropping(_ prefix: String) -> String? {
        hasPrefix(prefix) ? String(dropFirst(prefix.count)) : nil
    }
}
