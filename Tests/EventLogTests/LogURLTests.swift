import EventLog
import Testing

struct LogURLTests {
    @Test(arguments: [
        ("log:/var/lib/wardflow/log", LogURL.embedded(directory: "/var/lib/wardflow/log")),
        ("log:data", .embedded(directory: "data")),
        ("kafka://a:9092/adt", .kafka(brokers: "a:9092", topic: "adt")),
        (
            "kafka://a:9092,b.c:1,[::1]:9/adt-1_x.y",
            .kafka(brokers: "a:9092,b.c:1,[::1]:9", topic: "adt-1_x.y")
        ),
    ])
    func bothFormsAreRead(text: String, url: LogURL) throws {
        #expect(try LogURL(text) == url)
    }

    @Test(arguments: [
        "", "log:", "/data/log", "file:/data", "kafka://", "kafka://a/adt", "kafka://a:0/adt",
        "kafka://a:70000/adt", "kafka://:9092/adt", "kafka://a:9092", "kafka://a:9092/", "kafka://a:1,/adt",
        "kafka://a:9092/adt/x", "kafka://a:9092/a b", "kafka://a:9092/..",
    ])
    func anythingElseIsRefused(text: String) {
        #expect(throws: EventLogError.self) { try LogURL(text) }
    }

    @Test(arguments: [0, -1, 1_025])
    func impossibleNumberOfPartitionsIsRefused(partitions: Int) {
        #expect(throws: EventLogError.self) {
            try LogURL.open("log:/nowhere", create: true, partitions: partitions)
        }
    }
}
