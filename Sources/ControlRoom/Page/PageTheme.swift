/// The page's colours: dark unless the address asks for light.
///
/// The reader's system preference is not asked, on purpose: a control room is dark whatever machine drives
/// the wall, and the page has a link to the other theme.
enum PageTheme: String, Sendable {
    case dark, light

    var other: PageTheme { self == .dark ? .light : .dark }

    /// The word on the link to it.
    var word: String { self == .dark ? "Dark" : "Light" }
}
