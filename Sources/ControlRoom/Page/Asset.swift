/// A file of the page, served from memory.
struct Asset: Sendable {
    let type: String
    let text: String

    /// By the name after `/assets/`.
    static let all: [String: Asset] = [
        "room.css": Asset(type: "text/css; charset=utf-8", text: RoomStyle.text),
        "room.js": Asset(type: "text/javascript; charset=utf-8", text: RoomScript.text),
        "icon.svg": Asset(type: "image/svg+xml", text: RoomIcon.text),
    ]

    /// FNV-1a of script and style in hexadecimal; it changes when either does.
    static let version: String = {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for byte in (RoomStyle.text + RoomScript.text).utf8 {
            hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3
        }
        return String(hash, radix: 16)
    }()
}
