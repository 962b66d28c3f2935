/// Why a piece of JSON could not be read, with the byte offset inside the scanned text.
package struct JSONError: Error, Hashable {
    /// Byte offset in the scanned text.
    package var offset: Int
    /// What was expected or wrong; never a value from the text.
    package var reason: String
}
