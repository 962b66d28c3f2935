import Board
import Foundation
import TestSupport
import Testing

/// The files of the page: what is served is what lies in the source tree, and the script knows the page.
@Suite struct AssetTests {
    private static let folder = URL(filePath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "Sources/ControlRoom/Assets")

    private func text(_ name: String) throws -> String {
        try String(contentsOf: Self.folder.appending(path: name), encoding: .utf8)
    }

    @Test func everyAssetIsServedByteForByte() async throws {
        let names = try FileManager.default.contentsOfDirectory(atPath: Self.folder.path())
        #expect(names.sorted() == ["icon.svg", "room.css", "room.js"])
        try await withServer(LiveBoard()) { port in
            for name in names {
                let answer = try await RawConnection.ask(port, "/assets/\(name)")
                #expect(answer.status == 200, "\(name)")
                #expect(try answer.body == text(name), "\(name)")
            }
        }
    }

    @Test func everyElementThatTheScriptLooksForIsOnThePage() async throws {
        let board = LiveBoard()
        board.publish(Sample.board(1, alerts: [Sample.alert("a1")]))
        let script = try text("room.js")
        let wanted = Set(script.matches(of: /byId\('([a-z-]+)'\)/).map { String($0.1) })
        #expect(wanted.count > 5)
        try await withServer(board) { port in
            let page = try await RawConnection.ask(port, "/").body
            let ids = Set(page.matches(of: /\sid="([a-z-]+)"/).map { String($0.1) })
            #expect(wanted.subtracting(ids).sorted() == [])
        }
    }
}
