internal import OpsCore

/// Which program shows what is longer than the screen.
enum PagerCommand {
  /// Cuts nothing that fits, keeps colours, and ends by itself when one screen is enough.
  static let usual = ["less", "-SRXF"]

  /// What the pager is started with.
  ///
  /// less shows colours and stays secure whoever calls it, unless its user has said otherwise: what is typed ahead must
  /// not reach a shell behind `!`.
  static func environment(_ variables: [String: String]) -> [String: String] {
    variables.merging(["LESS": "SRXF", "LESSSECURE": "1"]) { given, _ in given }
  }

  /// Takes the command of the operator, or the usual one.
  ///
  /// - Parameter variables: What the process was started with.
  /// - Returns: The words of the command; nil when nothing is to be paged.
  /// - Throws: `OpsError` when the command cannot be taken apart.
  static func words(_ variables: [String: String]) throws(OpsError) -> [String]? {
    guard let text = variables["DFOPS_PAGER"] ?? variables["PAGER"] else { return usual }
    let words = try Words.split(text)
    return words.isEmpty || words == ["cat"] ? nil : words
  }
}
