/// Where a topic is, and how patient to be with its brokers.
struct KafkaAddress: Sendable {
    /// `host:port`, separated by commas.
    var brokers: String
    var topic: String
    /// How long the brokers may take to answer before the log counts as unavailable.
    var answerTimeout: Duration

    /// The log's URL, for errors.
    var place: String { "kafka://\(brokers)/\(topic)" }
}
