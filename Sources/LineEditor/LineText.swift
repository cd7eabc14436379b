/// An entry of several lines as one line on the screen: libedit cannot paint more.
enum LineText {
  /// What stands for a line end.
  static let lineEnd: Unicode.Scalar = "⏎"

  /// The entry as it is shown and edited.
  static func shown(_ entry: String) -> String { replacing("\n", with: lineEnd, in: entry) }

  /// The entry that is meant by what is shown.
  static func meant(_ line: String) -> String { replacing(lineEnd, with: "\n", in: line) }

  private static func replacing(
    _ old: Unicode.Scalar, with new: Unicode.Scalar, in text: String
  ) -> String {
    var result = String.UnicodeScalarView()
    for scalar in text.unicodeScalars { result.append(scalar == old ? new : scalar) }
    return String(result)
  }
}
