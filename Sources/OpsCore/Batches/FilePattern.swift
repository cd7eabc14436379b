/// A pattern of file names, as LIKE has it, to be matched without regard to case.
public struct FilePattern: Sendable, Equatable {
  /// The pattern with `\` as its escape character.
  public let like: String
  /// Whether anything but wildcards stands in it.
  public let isSelective: Bool

  /// Makes a pattern of a glob: `*` is any text, `?` any character, everything else itself.
  ///
  /// - Throws: `OpsError` with exit status 64 for an empty one, which nobody can mean.
  public init(glob: String) throws(OpsError) {
    try Self.requireText(glob)
    var like = ""
    var isSelective = false
    for scalar in glob.unicodeScalars {
      switch scalar {
      case "*": like += "%"
      case "?": like += "_"
      default:
        isSelective = true
        // In ILIKE these three mean something; in a file name they stand for themselves.
        if scalar == "\\" || scalar == "%" || scalar == "_" { like += "\\" }
        like.unicodeScalars.append(scalar)
      }
    }
    self.like = like
    self.isSelective = isSelective
  }

  /// Makes a pattern of one that is in the words of ILIKE already.
  ///
  /// - Throws: `OpsError` with exit status 64 for an empty one, and for one that ends within an escape.
  public init(ilike: String) throws(OpsError) {
    try Self.requireText(ilike)
    var isEscaped = false
    var isSelective = false
    for scalar in ilike.unicodeScalars {
      if isEscaped || !(scalar == "%" || scalar == "_" || scalar == "\\") { isSelective = true }
      isEscaped = scalar == "\\" && !isEscaped
    }
    guard !isEscaped else {
      throw OpsError(
        .usage, "the pattern \(Sanitiser.visible(ilike)) ends with a backslash",
        hint: "a backslash makes the next character stand for itself; write \\\\ for one")
    }
    like = ilike
    self.isSelective = isSelective
  }

  private static func requireText(_ pattern: String) throws(OpsError) {
    guard !pattern.isEmpty else {
      throw OpsError(
        .usage, "a pattern of file names is empty", hint: "leave the option out for all files")
    }
    guard !pattern.unicodeScalars.contains("\0") else {
      throw OpsError(
        .usage, "a pattern holds a NUL, which no file name in a database can",
        hint: "? stands for any character")
    }
  }
}
