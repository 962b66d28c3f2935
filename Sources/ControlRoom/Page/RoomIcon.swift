/// The page's icon.
enum RoomIcon {
    static let text = """
        <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="7" \
        fill="#131d31"/><path d="M4 17h6l3-8 5 15 4-10 2 3h4" fill="none" stroke="#7fb3ff" \
        stroke-width="2.6" \
        stroke-linecap="round" stroke-linejoin="round"/></svg>
        """
}
