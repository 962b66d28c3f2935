import Hospital

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
    static let version = StableHash.hexadecimal(StableHash.fnv1a(RoomStyle.text + RoomScript.text))
}
