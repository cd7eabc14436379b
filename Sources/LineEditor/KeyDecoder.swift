/// Turns the bytes of a terminal into characters, keys and pastes, however they are split over reads.
struct KeyDecoder {
  /// What somebody did.
  enum Token: Equatable {
    case scalar(Unicode.Scalar)
    case key(Key)
    case paste(Paste)
  }

  private enum State {
    case plain
    /// After ESC, or several.
    case escape(count: Int)
    /// After an ESC that was handed on, because nothing had followed it: a sequence may have been split there.
    case releasedEscape
    /// Within a sequence; its text begins after ESC.
    case sequence(String, isMeta: Bool)
    case paste
  }

  /// A sequence that is longer means nothing.
  private static let longestSequence = 32
  private static let escape: UInt8 = 0x1B

  /// Where the terminal says that its cursor is; nil until it has said so.
  private(set) var report: ScreenPlace?
  /// Whether it has ever said so.
  private(set) var hasReported = false
  private var isReportAwaited = false
  private var state = State.plain
  private var isModal = false
  private var decoder = UTF8Decoder()
  private var paste = PasteReader()
  private var ended: EndedPaste?

  /// Whether a paste has ended, unless more comes at once.
  var isPasteEnding: Bool { ended != nil }

  /// Whether everything so far may be an ESC alone, which only time can tell.
  var isHoldingEscape: Bool {
    if case .escape = state { return true }
    return false
  }

  /// Whether the end of a paste is awaited.
  var isPasting: Bool {
    if case .paste = state { return true }
    return false
  }

  /// Takes bytes and returns what is complete with them.
  ///
  /// - Parameters:
  ///   - bytes: The bytes.
  ///   - isModal: Whether ESC means something by itself, as in vi, so that none may be part of another key.
  /// - Returns: What somebody did.
  mutating func take(_ bytes: [UInt8], isModal: Bool = false) -> [Token] {
    self.isModal = isModal
    var tokens: [Token] = []
    var rest = bytes[...]
    while let byte = rest.first {
      if isPasteEnding {
        ended?.take(rest)
        break
      } else if isPasting {
        guard let done = paste.take(&rest) else { break }
        ended = EndedPaste(done)
        state = .plain
      } else {
        rest.removeFirst()
        tokens += take(byte)
      }
    }
    return tokens
  }

  /// Hands on the ESC that is held: nothing belongs to it.
  mutating func releaseEscape() -> [Token] {
    guard case .escape(let count) = state else { return [] }
    state = .releasedEscape
    return Self.escapes(count)
  }

  /// Hands on a paste that has ended, and the keys behind it: nothing more has come at once.
  mutating func endPaste() -> [Token] {
    guard let (paste, keys) = ended?.settled else { return [] }
    ended = nil
    return [.paste(paste)] + take(keys, isModal: isModal)
  }

  /// Takes the next report of the cursor's place for one, and for no key.
  mutating func awaitReport() {
    report = nil
    isReportAwaited = true
  }

  /// Throws a paste away whose end does not come.
  mutating func abandonPaste() {
    state = .plain
    paste = PasteReader()
  }

  private mutating func take(_ byte: UInt8) -> [Token] {
    switch state {
    case .escape(let count): return afterEscape(byte, count)
    case .sequence(let text, let isMeta): return inSequence(byte, text, isMeta)
    case .releasedEscape where byte == UInt8(ascii: "["):
      state = .sequence("[", isMeta: false)
      return []
    case .plain, .releasedEscape, .paste: return plain(byte)
    }
  }

  private mutating func plain(_ byte: UInt8) -> [Token] {
    state = .plain
    guard byte != Self.escape else {
      state = .escape(count: 1)
      return []
    }
    // A C1 control means nothing from a keyboard, and stands for a key behind this point.
    return decoder.take(byte).filter { !(0x80..<0xA0).contains($0.value) }.map { .scalar($0) }
  }

  private mutating func afterEscape(_ byte: UInt8, _ count: Int) -> [Token] {
    switch byte {
    case UInt8(ascii: "["), UInt8(ascii: "O"):
      state = .sequence(String(Unicode.Scalar(byte)), isMeta: count > 1)
      return []
    case Self.escape:
      state = .escape(count: isModal ? 1 : min(count + 1, 2))
      return isModal ? Self.escapes(1) : []
    default: return Self.escapes(count) + plain(byte)
    }
  }

  private mutating func inSequence(_ byte: UInt8, _ text: String, _ isMeta: Bool) -> [Token] {
    // What is no part of a sequence ends it, so that ^C always works.
    guard (0x20..<0x7F).contains(byte) else { return plain(byte) }
    let whole = text + String(Unicode.Scalar(byte))
    let isOpening = whole == "[["
    guard (0x40..<0x7F).contains(byte), !isOpening else {
      state = .sequence(whole.utf8.count > Self.longestSequence ? text : whole, isMeta: isMeta)
      return []
    }
    guard whole != "[200~" else {
      state = .paste
      return []
    }
    state = .plain
    if isReportAwaited, let place = Self.place(inReport: whole) {
      isReportAwaited = false
      report = place
      hasReported = true
      return []
    }
    return Key(sequence: whole, isMeta: isMeta).map { [.key($0)] } ?? []
  }

  /// The place in a report such as `[5;1R`; nil in something else.
  private static func place(inReport sequence: String) -> ScreenPlace? {
    guard sequence.hasPrefix("["), sequence.hasSuffix("R") else { return nil }
    let numbers = sequence.dropFirst().dropLast().split(separator: ";").compactMap { Int($0) }
    guard numbers.count == 2, numbers.allSatisfy({ $0 > 0 }) else { return nil }
    return ScreenPlace(row: numbers[0] - 1, column: numbers[1] - 1)
  }

  private static func escapes(_ count: Int) -> [Token] {
    Array(repeating: .scalar("\u{1B}"), count: count)
  }
}
