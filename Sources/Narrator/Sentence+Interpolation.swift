package import Hospital

extension Sentence: ExpressibleByStringInterpolation {
    package init(stringLiteral value: String) {
        pieces = value.isEmpty ? [] : [.words(value)]
    }

    package init(stringInterpolation: StringInterpolation) {
        pieces = stringInterpolation.pieces
    }

    /// Turns a literal into pieces, so that a template reads as the English it becomes.
    package struct StringInterpolation: StringInterpolationProtocol {
        package var pieces: [Piece] = []

        package init(literalCapacity: Int, interpolationCount: Int) {
            pieces.reserveCapacity(2 * interpolationCount + 1)
        }

        /// Words of the template.
        package mutating func appendLiteral(_ literal: String) {
            if !literal.isEmpty { pieces.append(.words(literal)) }
        }

        /// The slot as it is.
        package mutating func appendInterpolation(_ slot: Slot) {
            pieces.append(.slot(slot))
        }

        /// The slot as a quantity and the noun that agrees with it: `1 patient`, `no patients`.
        package mutating func appendInterpolation(_ slot: Slot, _ one: String, _ many: String) {
            var quantity = slot
            quantity.style = .quantity
            pieces.append(.slot(quantity))
            pieces.append(.words(" " + (slot.rounded == 1 ? one : many)))
        }

        /// Part of a sentence, or nothing.
        package mutating func appendInterpolation(_ sentence: Sentence?) {
            pieces += sentence?.pieces ?? []
        }

        /// Words chosen by the template; never a digit.
        package mutating func appendInterpolation(words: String) {
            pieces.append(.words(words))
        }

        /// A name of the site.
        package mutating func appendInterpolation(name: String) {
            pieces.append(.name(name))
        }

        /// A time of day, `07:00`.
        package mutating func appendInterpolation(time: CivilTime) {
            pieces.append(.time(time))
        }

        /// A date, `5 January 2026`.
        package mutating func appendInterpolation(date: CivilTime) {
            pieces.append(.date(date))
        }

        /// Parts in a row: `A`, `A and B`, `A, B and C`.
        package mutating func appendInterpolation(list: [Sentence], last: String = " and ") {
            for (index, part) in list.enumerated() {
                if index > 0 { pieces.append(.words(index == list.count - 1 ? last : ", ")) }
                pieces += part.pieces
            }
        }

        /// Nothing, or what `figure` was: `, up from 12`; equal as read is `, unchanged`.
        package mutating func appendInterpolation(changeOf figure: Figure) {
            guard let now = Slot(figure), let before = Slot(figure, part: .previous) else { return }
            if now.text == before.text {
                pieces.append(.words(", unchanged"))
            } else {
                pieces.append(.words(now.value > before.value ? ", up from " : ", down from "))
                pieces.append(.slot(before))
            }
        }
    }
}
