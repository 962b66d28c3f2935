/// Where every data page of a column chunk is.
struct OffsetIndex: Hashable {
    /// One data page.
    struct Page: Hashable {
        /// The file offset of the page's header.
        var offset = 0
        /// The size of header and compressed body.
        var compressedSize = 0
        /// The page's first row, counted from the row group's first.
        var firstRow = 0
    }

    var pages: [Page] = []
}
