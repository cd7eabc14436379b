/// Shares and series drawn with characters.
public enum Bar {
  /// Draws a share of the width, in eighths of a column where the terminal has them; nothing only for nothing.
  ///
  /// - Parameters:
  ///   - share: From 0 to 1.
  ///   - columns: The width of all.
  ///   - hasUnicode: Whether there is more than ASCII.
  /// - Returns: The bar, without blanks behind it.
  public static func text(_ share: Double, columns: Int, hasUnicode: Bool) -> String {
    guard share > 0, columns > 0 else { return "" }
    let eighths = max(1, Int((min(share, 1) * Double(columns * 8)).rounded()))
    guard hasUnicode else { return String(repeating: "#", count: max(1, eighths / 8)) }
    let parts = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"]
    return String(repeating: "█", count: eighths / 8) + parts[eighths % 8]
  }

  /// Draws a series, one column a value, the greatest as high as the line; what is nil is a gap.
  public static func sparkline(_ values: [Double?], hasUnicode: Bool) -> String {
    let levels = hasUnicode ? ["▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"] : ["_", ".", "-", "=", "#"]
    let greatest = values.compactMap(\.self).max() ?? 0
    return values.map { value in
      guard let value else { return " " }
      guard greatest > 0, value > 0 else { return levels[0] }
      let step = Int((value / greatest * Double(levels.count - 1)).rounded(.up))
      return levels[min(step, levels.count - 1)]
    }.joined()
  }
}
