/// Says how far a cleanup has come: a line that renews itself on a terminal, else a plain line now and then.
struct CleanupProgress: Sendable {
  private let output: Output
  private let isTerminal: Bool
  private let action: String
  private let total: Int
  private let watch = Stopwatch()
  private var lastSaid = ContinuousClock.now
  private var width = 0
  private var last = (done: 0, rows: 0, chunk: 0)
  /// How much was done before this process began.
  private let before: Int

  /// How often a plain line is written.
  static let plainInterval = Duration.seconds(10)
  /// How often the line on a terminal is renewed.
  static let liveInterval = Duration.milliseconds(200)

  init(_ action: String, total: Int, before: Int, context: Context) {
    output = context.output
    isTerminal = context.confirmer.isTerminal && !context.output.isQuiet
    self.action = action
    self.total = total
    self.before = before
  }

  /// Says how far it is, when it is time to.
  mutating func update(done: Int, rows: Int, chunk: Int, reason: String? = nil) {
    last = (done, rows, chunk)
    let interval = isTerminal ? Self.liveInterval : Self.plainInterval
    guard lastSaid + interval <= .now else { return }
    lastSaid = .now
    let line = Self.line(
      action, done: done, total: total, rows: rows, chunk: chunk, before: before,
      seconds: Double(watch.milliseconds) / 1000, reason: reason)
    guard isTerminal else {
      output.notice(line)
      return
    }
    let text = DisplayWidth.truncate(
      Sanitiser.visible(line), to: max((output.rendering.width ?? 80) - 1, 10))
    let columns = DisplayWidth.of(text)
    output.say("\r" + text + String(repeating: " ", count: max(0, width - columns)))
    width = columns
  }

  /// Says for what it waits, when it is time to.
  mutating func wait(for reason: String) {
    update(done: last.done, rows: last.rows, chunk: last.chunk, reason: reason)
  }

  /// Takes the line off the terminal.
  mutating func clear() {
    guard isTerminal, width > 0 else { return }
    output.say("\r" + String(repeating: " ", count: width) + "\r")
    width = 0
  }

  static func line(
    _ action: String, done: Int, total: Int, rows: Int, chunk: Int, before: Int, seconds: Double,
    reason: String?
  ) -> String {
    let percent = total > 0 ? done * 100 / total : 100
    // A narrow terminal cuts the end off: what matters most stands first.
    var parts = ["\(action): \(percent) %"]
    if let reason { parts.append("waiting: \(reason)") }
    let speed = Double(done - before) / max(seconds, 0.001)
    if speed > 0, done < total {
      let left = Int((Double(total - done) / speed).rounded(.up))
      parts.append("\(HumanTime.age(seconds: left)) to go")
    }
    parts.append("\(done) of \(total) batches")
    if speed > 0, done < total { parts.append("\(Int(speed.rounded())) batches/s") }
    parts.append("\(rows) rows")
    if chunk > 0 { parts.append("\(chunk) rows a transaction") }
    return parts.joined(separator: ", ")
  }
}
