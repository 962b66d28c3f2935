package import Hospital

/// A sentence or part of one: words without digits, and typed pieces for everything that may hold them.
package struct Sentence: Sendable, Equatable, Codable {
    /// One piece; `text` is what is read, before any escaping.
    package struct Piece: Sendable, Equatable, Codable {
        /// What a piece may hold.
        package enum Kind: String, Sendable, Codable {
            /// Words of the template; never a digit.
            case words
            case slot
            /// A time of day, `07:00`.
            case time
            /// A date, `5 January 2026`.
            case date
            /// A facility, ward or alert as the site calls it.
            case name
        }

        package var kind: Kind
        package var text: String
        /// Set for a slot, and only then.
        package var slot: Slot?

        /// Words; never a digit.
        package static func words(_ text: String) -> Piece { Piece(kind: .words, text: text) }

        /// A slot and the number it reads.
        package static func slot(_ slot: Slot) -> Piece { Piece(kind: .slot, text: slot.text, slot: slot) }

        /// A name, on one line.
        package static func name(_ text: String) -> Piece { Piece(kind: .name, text: oneLine(text)) }

        /// The time of day, `07:00`.
        package static func time(_ time: CivilTime) -> Piece {
            Piece(kind: .time, text: "\(padded(time.hour, 2)):\(padded(time.minute, 2))")
        }

        /// The date, `5 January 2026`.
        package static func date(_ date: CivilTime) -> Piece {
            Piece(kind: .date, text: "\(date.day) \(CalendarWords.month(date.month)) \(padded(date.year, 4))")
        }

        /// A name on one line: control characters become spaces.
        private static func oneLine(_ text: String) -> String {
            let scalars = text.unicodeScalars.map { scalar in
                switch scalar.properties.generalCategory {
                case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate: " " as Unicode.Scalar
                default: scalar
                }
            }
            var line = String.UnicodeScalarView()
            line.append(contentsOf: scalars)
            return String(line)
        }
    }

    package var pieces: [Piece]

    package init(pieces: [Piece]) {
        self.pieces = pieces
    }

    /// The slots in the order they are read.
    package var slots: [Slot] { pieces.compactMap(\.slot) }

    /// The words with each slot as `{figure}`: what stays when the numbers change.
    package var template: String {
        pieces.map { piece in piece.slot.map { "{\($0.figure.rawValue)}" } ?? piece.text }.joined()
    }

    /// What is read, starting with a capital.
    package var text: String { rendered() }

    /// What is read as part of a longer line, starting as written.
    package var fragment: String { pieces.map(\.text).joined() }

    /// What is read, each piece passed through `transform` after a capital was set.
    package func rendered(capitalised: Bool = true, _ transform: (Piece) -> String = { $0.text }) -> String {
        pieces.enumerated().map { index, piece in
            guard capitalised, index == 0, piece.kind == .words || piece.kind == .slot else {
                return transform(piece)
            }
            var first = piece
            first.text = piece.text.prefix(1).uppercased() + piece.text.dropFirst()
            return transform(first)
        }.joined()
    }
}
