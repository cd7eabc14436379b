/// Says how far something has come that lasts: a line that renews itself on a terminal, else a plain one now and then.
public struct Progress: Sendable {
  private let output: Output
  private var next: ContinuousClock.Instant

  /// What takes less time says nothing.
  static let patience = Duration.seconds(1)
  /// How often the line on a terminal is renewed.
  static let liveInterval = Duration.milliseconds(200)
  /// How often a plain line is written.
  static let plainInterval = Duration.seconds(10)

  /// Begins something that may last.
  public init(_ output: Output) {
    self.output = output
    next = .now + (output.isLive ? Self.patience : Self.plainInterval)
  }

  /// Says how far it is, when it is time to.
  public mutating func update(_ text: @autoclosure () -> String) {
    guard next <= .now else { return }
    next = .now + (output.isLive ? Self.liveInterval : Self.plainInterval)
    output.progress(text())
  }

  /// Takes the line off the terminal.
  public func clear() {
    output.clearProgress()
  }

  /// How far and how fast, in words: what matters most comes first, because narrow terminals cut the end.
  ///
  /// - Parameters:
  ///   - action: What is being done.
  ///   - done: How much of it is done.
  ///   - total: How much there is; nil when nobody knows.
  ///   - unit: What is counted.
  ///   - seconds: How long it has taken so far.
  /// - Returns: The text, in one line.
  public static func text(
    _ action: String, done: Int, total: Int?, unit: ProgressUnit, seconds: Double
  ) -> String {
    var parts: [String] = []
    let speed = Double(done) / max(seconds, 0.001)
    if let total, total > 0, done <= total {
      parts.append("\(done * 100 / total) %")
      if speed > 0, done < total {
        let left = Int((Double(total - done) / speed).rounded(.up))
        parts.append("\(HumanTime.age(seconds: left)) to go")
      }
      parts.append(unit.text(done, of: total))
    } else {
      parts.append(unit.text(done))
    }
    if speed > 0 { parts.append("\(unit.text(Int(speed.rounded())))/s") }
    return "\(action): \(parts.joined(separator: ", "))"
  }
}
