import TestSupport
import Testing

extension EndToEnd {
    /// The same stream through both logs.
    ///
    /// The brokers are librdkafka's, in this process.
    @Suite struct KafkaTests {
        @Test(.enabled(if: Readers.areThere, "WARDFLOW_PYTHON is not set"))
        func kafkaAndTheEmbeddedLogGiveTheSameRows() throws {
            let workspace = try Workspace()
            let cluster = try MockKafkaCluster()
            try cluster.createTopic("adt", partitions: 4)
            let topic = cluster.url(topic: "adt")
            for target in [topic, workspace.log()] {
                try Program.feed(seed: 42, days: 7, to: target, extra: ["--faults", "default"])
            }
            let embedded = try Program.summary(log: workspace.log(), lake: workspace.file("embedded"))
            let kafka = try Program.summary(log: topic, lake: workspace.file("kafka"))
            #expect(kafka.counts == embedded.counts)
            #expect(kafka.processed == embedded.processed)
            let rows = try Readers.expectSameRows(workspace.file("embedded"), workspace.file("kafka"))
            #expect(rows["silver/events", default: 0] > 20_000)
            let again = try Program.summary(log: topic, lake: workspace.file("kafka"))
            #expect(again.processed == 0)
            #expect(again.counts == embedded.counts)
        }

        @Test func aBrokerThatIsNotThereEndsWithExitCode69() throws {
            let workspace = try Workspace()
            let url = "kafka://127.0.0.1:1/adt"
            let runs = try [
                ["run", "--log", url, "--lake", workspace.file("lake"), "--until-end"],
                ["feed", "--seed", "1", "--events", "10", "--to", url],
            ].map { try Program.start($0, patience: 20) }
            for run in runs { run.wait().expect(code: 69, naming: ["127.0.0.1:1"]) }
        }

        @Test func aTopicThatIsNotThereIsABadConfiguration() throws {
            let workspace = try Workspace()
            let cluster = try MockKafkaCluster()
            cluster.denyTopic("nothing")
            let run = try Program.run(
                [
                    "run", "--log", cluster.url(topic: "nothing"), "--lake", workspace.file("lake"),
                    "--until-end",
                ],
                patience: 25
            )
            run.expect(code: 78, naming: ["nothing"])
        }
    }
}
