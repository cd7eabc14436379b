/// Sizes as people read them.
public enum ByteCount {
  private static let units = ["B", "KiB", "MiB", "GiB", "TiB"]

  /// Returns a size with three digits at most, such as `512 B`, `1.4 MiB` or `28 GiB`.
  public static func text(_ bytes: Int) -> String {
    var value = Double(max(bytes, 0))
    var unit = 0
    while value >= 1023.5, unit < units.count - 1 {
      value /= 1024
      unit += 1
    }
    guard unit > 0, value < 9.95 else { return "\(Int(value.rounded())) \(units[unit])" }
    let tenths = Int((value * 10).rounded())
    return "\(tenths / 10).\(tenths % 10) \(units[unit])"
  }
}
