/// Durations as people write and read them.
public enum HumanTime {
  private static let units: [(letter: Character, seconds: Int64)] = [
    ("s", 1), ("m", 60), ("h", 3600), ("d", 86_400), ("w", 604_800),
  ]

  /// Reads `90s`, `10m`, `6h`, `7d`, `2w` and sums such as `1h30m`; nil otherwise, and for more than 100 years.
  public static func parseDuration(_ text: String) -> Duration? {
    var total: Int64 = 0
    var digits = ""
    var hasUnit = false
    for character in text {
      if character.isASCII, character.isWholeNumber {
        digits.append(character)
        continue
      }
      guard let unit = units.first(where: { $0.letter == character }), digits.count <= 12,
        let number = Int64(digits)
      else { return nil }
      let (product, overflow) = number.multipliedReportingOverflow(by: unit.seconds)
      guard !overflow, total + product <= 3_155_760_000 else { return nil }
      total += product
      digits = ""
      hasUnit = true
    }
    return hasUnit && digits.isEmpty ? .seconds(total) : nil
  }

  /// Returns how long a command took, such as `time: 12.3 ms`, with minutes and seconds when it took longer.
  static func timing(_ duration: Duration) -> String {
    let micros = duration / .microseconds(1)
    let tenths = Int64((micros / 100).rounded())
    let text = "time: \(tenths / 10).\(tenths % 10) ms"
    let seconds = tenths / 10_000
    guard seconds > 0 else { return text }
    let units = (seconds >= 3600 ? [seconds / 3600] : []) + [seconds / 60 % 60, seconds % 60]
    return text + " (\(units.map { $0 < 10 ? "0\($0)" : "\($0)" }.joined(separator: ":")))"
  }

  /// Returns a span in at most two units; what is less than a second does not count.
  static func age(_ span: Duration) -> String { age(seconds: Int(span.components.seconds)) }

  /// Returns an age in at most two units, such as `42m`, `3h12m` or `5d`.
  public static func age(seconds: Int) -> String {
    let seconds = max(0, seconds)
    switch seconds {
    case ..<60: return "\(seconds)s"
    case ..<3600: return "\(seconds / 60)m"
    case ..<86_400:
      let minutes = seconds / 60 % 60
      return minutes == 0 ? "\(seconds / 3600)h" : "\(seconds / 3600)h\(minutes)m"
    case ..<(10 * 86_400):
      let hours = seconds / 3600 % 24
      return hours == 0 ? "\(seconds / 86_400)d" : "\(seconds / 86_400)d\(hours)h"
    default: return "\(seconds / 86_400)d"
    }
  }
}
