import Hospital

/// A file of the page, served from memory.
///
/// The files lie in `Assets`: the build puts their bytes into the program, which so stays one file, and `make lint`
/// parses them. `room.css` is a dark wall first, light when asked, one column on a small screen; `room.js` follows
/// the event stream and patches part by part, says when the page is stale, pauses and acknowledges.
struct Asset: Sendable {
    let type: String
    let text: String

    /// By the name after `/assets/`.
    static let all: [String: Asset] = [
        "room.css": Asset(type: "text/css; charset=utf-8", PackageResources.room_css),
        "room.js": Asset(type: "text/javascript; charset=utf-8", PackageResources.room_js),
        "icon.svg": Asset(type: "image/svg+xml", PackageResources.icon_svg),
    ]

    /// FNV-1a of style and script in hexadecimal; it changes when either does.
    static let version = StableHash.hexadecimal(
        StableHash.fnv1a(
            String(decoding: PackageResources.room_css + PackageResources.room_js, as: UTF8.self)
        )
    )

    private init(type: String, _ bytes: [UInt8]) {
        self.type = type
        text = String(decoding: bytes, as: UTF8.self)
    }
}
