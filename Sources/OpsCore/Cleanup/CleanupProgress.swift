/// Says how far a cleanup has come, and for what it waits.
struct CleanupProgress: Sendable {
  private let action: String
  private let total: Int
  private let watch: Stopwatch
  private var progress: Progress
  private var last = (done: 0, rows: 0, chunk: 0)
  /// How much was done before this process began.
  private let before: Int

  init(_ action: String, total: Int, before: Int, context: Context) {
    progress = Progress(context.output)
    watch = context.output.stopwatch
    self.action = action
    self.total = total
    self.before = before
  }

  /// Says how far it is, when it is time to.
  mutating func update(done: Int, rows: Int, chunk: Int, reason: String? = nil) {
    last = (done, rows, chunk)
    // The text looks at everything else in here.
    var progress = progress
    defer { self.progress = progress }
    progress.update(
      Self.line(
        action, done: done, total: total, rows: rows, chunk: chunk, before: before,
        seconds: Double(watch.milliseconds) / 1000, reason: reason))
  }

  /// Says for what it waits, when it is time to.
  mutating func wait(for reason: String) {
    update(done: last.done, rows: last.rows, chunk: last.chunk, reason: reason)
  }

  /// Takes the line off the terminal.
  func clear() {
    progress.clear()
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
