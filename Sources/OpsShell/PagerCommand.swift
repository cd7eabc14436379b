internal import OpsCore

/// Which program shows what is longer than the screen.
enum PagerCommand {
  /// Cuts nothing that fits, keeps colours, and ends by itself when one screen is enough.
  static let usual = ["less", "-SRXF"]

  /// Takes the command of the operator, or the usual one.
  ///
  /// - Parameter variables: What the process was started with.
  /// - Returns: The words of the command; nil when nothing is to be paged.
  /// - Throws: `OpsError` when the command cannot be taken apart.
  static func words(_ variables: [String: String]) throws(OpsError) -> [String]? {
    let term = variables["TERM"] ?? ""
    guard !term.isEmpty, term != "dumb" else { return nil }
    guard let text = variables["DFOPS_PAGER"] ?? variables["PAGER"] else { return usual }
    let words = try Words.split(text)
    return words.isEmpty || words == ["cat"] ? nil : words
  }
}
