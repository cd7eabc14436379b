internal import CLibEdit

/// A text as C's wide functions take it, in memory that stays where it is.
@safe final class WideString {
  /// The text; valid as long as this object is, which nothing but its owner ensures.
  let pointer: UnsafeMutablePointer<wchar_t>
  private let count: Int

  init(_ text: String) {
    let scalars = Array(text.unicodeScalars)
    count = scalars.count + 1
    unsafe pointer = .allocate(capacity: count)
    for (index, scalar) in scalars.enumerated() {
      // A NUL would end the text here.
      unsafe (pointer + index).initialize(to: wchar_t(scalar.value == 0 ? 0xFFFD : scalar.value))
    }
    unsafe (pointer + scalars.count).initialize(to: 0)
  }

  deinit {
    unsafe pointer.deinitialize(count: count)
    unsafe pointer.deallocate()
  }

  /// Lends a text to a call that does not keep it.
  static func lend<Result>(
    _ text: String, to body: (UnsafeMutablePointer<wchar_t>) -> Result
  ) -> Result {
    let wide = WideString(text)
    return withExtendedLifetime(wide) { unsafe body(wide.pointer) }
  }

  /// Reads a text of this many characters.
  static func read(_ start: UnsafePointer<wchar_t>, _ count: Int) -> String {
    var text = ""
    for index in 0..<max(0, count) {
      let value = unsafe UInt32(exactly: start[index])
      text.unicodeScalars.append(value.flatMap(Unicode.Scalar.init) ?? "\u{FFFD}")
    }
    return text
  }
}
