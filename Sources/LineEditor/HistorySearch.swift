/// A search back through the lines that can be recalled, for one that has a text in it.
struct HistorySearch {
  /// What is searched for.
  private(set) var pattern = ""
  /// The line that was found; nil where none has the text.
  private(set) var found: String?

  /// The oldest line first.
  private let lines: [String]
  /// Where the line stands that was found.
  private var place: Int

  /// Begins a search.
  init(in lines: [String]) {
    self.lines = lines
    place = lines.count
  }

  /// Whether there is a text, and no line has it.
  var hasFailed: Bool { !pattern.isEmpty && found == nil }

  /// Searches for this text, from the line that is found on.
  mutating func look(for pattern: String) {
    self.pattern = pattern
    found = nil
    guard !pattern.isEmpty else {
      place = lines.count
      return
    }
    // A line that has the longer text still is the same one; after a failure everything is looked at.
    find(in: Array((0..<min(place + 1, lines.count)).reversed()))
    if found == nil { find(in: Array((0..<lines.count).reversed())) }
  }

  /// Goes on to an older line; false when there is none, and the one that is found stays.
  mutating func older() -> Bool { move(to: Array((0..<max(0, place)).reversed())) }

  /// Goes back to a newer line; false when there is none, and the one that is found stays.
  mutating func newer() -> Bool { move(to: Array(min(place + 1, lines.count)..<lines.count)) }

  private mutating func move(to places: [Int]) -> Bool {
    guard !pattern.isEmpty, let found else { return false }
    // The same line again would look as if the key did nothing.
    find(in: places.filter { lines[$0] != found })
    defer { if self.found == nil { self.found = found } }
    return self.found != found
  }

  private mutating func find(in places: [Int]) {
    guard let next = places.first(where: { lines[$0].contains(pattern) }) else { return }
    place = next
    found = lines[next]
  }
}
