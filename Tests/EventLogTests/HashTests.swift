import EventLog
import Testing

struct HashTests {
    /// The vectors of org.apache.kafka.common.utils.UtilsTest.
    @Test(
        arguments: [
            ("21", -973_932_308), ("foobar", -790_332_482), ("a-little-bit-long-string", -985_981_536),
            ("a-little-bit-longer-string", -1_486_304_829),
            ("lkjh234lh9fiuh90y23oiuhsafujhadof229phr9h19h89h8", -58_897_971), ("abc", 479_470_107),
        ] as [(String, Int32)]
    )
    func murmur2IsTheJavaClients(key: String, hash: Int32) {
        #expect(KeyPartitioner.murmur2(key) == hash)
        #expect(KeyPartitioner.partition(of: key, partitionCount: 7) == Int(hash & 0x7fff_ffff) % 7)
    }

    /// The vectors of xxHash's own self test: its pseudo-random buffer, with seeds 0 and 2654435761.
    @Test(
        arguments: [
            (0, 0, 0xEF46_DB37_51D8_E999), (1, 0, 0xE934_A84A_DB05_2768), (14, 0, 0x8282_DCC4_994E_35C8),
            (222, 0, 0xB641_AE8C_B691_C174), (222, 2_654_435_761, 0x20CB_8AB7_AE10_C14A),
        ] as [(Int, UInt64, UInt64)]
    )
    func digestIsXXH64(length: Int, seed: UInt64, digest: UInt64) {
        var generator: UInt64 = 2_654_435_761
        let bytes = (0..<length).map { _ in
            defer { generator = generator &* 11_400_714_785_074_694_797 }
            return UInt8(generator >> 56)
        }
        #expect(Digest64.hash(bytes, seed: seed) == digest)
    }
}
