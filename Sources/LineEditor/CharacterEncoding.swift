internal import Glibc

/// The encoding in which the terminal is read and written.
enum CharacterEncoding {
  /// Makes it UTF-8, whatever the environment says: libedit drops every other character otherwise.
  ///
  /// Only the classes of characters change; numbers, dates and messages stay as they are.
  static func useUTF8() {
    _ = unsafe setlocale(LC_CTYPE, "")
    let name = unsafe nl_langinfo(nl_item(CODESET)).map { unsafe String(cString: $0) }
    if name != "UTF-8" { _ = unsafe setlocale(LC_CTYPE, "C.UTF-8") }
  }
}
