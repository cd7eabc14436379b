internal import ArgumentParser
internal import OpsCore

/// The beginning of a span of time, a day before now unless given.
struct SinceOption: ParsableArguments, Sendable {
  @Option(
    name: .customLong("since"),
    help: ArgumentHelp(
      "Count from this time on: a duration before now (90s, 6h, 7d, 2w), a date or a time stamp.",
      valueName: "time"))
  var text = "24h"

  /// Returns the time, resolved once.
  func start(at context: Context) throws -> Instant {
    try TimePoint.parse(text).instant(now: .now)
  }
}

/// Durations among the options.
enum Durations {
  /// Reads a duration such as `30s`, for an option.
  static func parse(_ text: String) throws -> Duration {
    guard let seconds = HumanTime.parseDuration(text) else {
      throw ValidationError("\(text) is no duration such as 90s, 10m, 6h, 7d or 2w")
    }
    return seconds
  }

  /// Reads how often something is looked at: a duration, milliseconds such as `500ms`, or plain seconds.
  static func interval(_ text: String) throws -> Duration {
    let digits = text.hasSuffix("ms") ? text.dropLast(2) : text[...]
    guard digits.utf8.count <= 9, digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }),
      let number = Int64(digits)
    else { return try parse(text) }
    return text.hasSuffix("ms") ? .milliseconds(number) : .seconds(number)
  }
}
