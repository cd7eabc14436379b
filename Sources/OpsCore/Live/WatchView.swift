/// What `watch` shows: the command, what it finds, and what has changed since the last look.
struct WatchView: LiveSubject {
  let command: String
  let interval: Duration
  let environment: String
  let rendering: Rendering
  /// The time of a look, for those who test what is shown.
  var now: @Sendable () -> Instant = { .now }

  private var report: Report?
  private var before: Report?
  private var notices: [String] = []
  private var time: Instant?
  private var lostAt: Instant?
  private var reconnectedAt: Instant?
  private var problem: String?
  private var pending: [String] = []
  private static let mostNotices = 3
  /// How long a new connection is worth a line.
  private static let newsSpan = Duration.seconds(10)

  init(command: String, interval: Duration, environment: String, rendering: Rendering) {
    self.command = command
    self.interval = interval
    self.environment = environment
    self.rendering = rendering
  }

  // MARK: Looks

  mutating func take(_ result: Result<WatchedCommand.Found, any Error>) throws -> Bool {
    switch result {
    case .success(let found):
      if lostAt != nil {
        tell("connected again")
      } else if found.isReconnected, report != nil {
        tell("the connection was lost and made anew")
      }
      (lostAt, problem) = (nil, nil)
      time = now()
      if found.isReconnected, report != nil { reconnectedAt = time }
      before = report
      report = found.report
      notices = found.notices
      news(of: found.report)
    case .failure(let error):
      // What fails at once is a mistake in the command, or a server that was never there.
      guard report != nil, !(error is CancellationError) else { throw error }
      let mapped = OpsError(mapping: error)
      guard mapped.exit != .interrupted else { throw error }
      let isLost = mapped.exit == .cannotConnect
      let text = isLost ? "lost connection, trying again: \(mapped.message)" : mapped.message
      if problem != text, !isLost || lostAt == nil { tell(text) }
      if isLost { lostAt = lostAt ?? now() }
      problem = text
    }
    return false
  }

  // MARK: The screen

  func screen(_ size: LiveSize, silence: Duration? = nil) -> [String] {
    var lines = [heading(size.columns)]
    if let lostAt {
      lines.append(
        strong("lost connection at \(lostAt.clockToTheSecond), trying again", "31", size.columns))
    } else if let silence {
      lines.append(strong("no answer for \(HumanTime.age(silence))", "31", size.columns))
    } else if let problem {
      lines.append(strong(problem, "31", size.columns))
    } else if let reconnectedAt, let time, time - reconnectedAt < Self.newsSpan {
      lines.append(
        strong(
          "the connection was lost and made anew at \(reconnectedAt.clockToTheSecond)", "33",
          size.columns))
    }
    guard let report else { return lines }
    lines.append("")
    let hasMargin = size.columns > 4
    var fitted = rendering
    fitted.width = hasMargin ? size.columns - 2 : size.columns
    let diff = ReportDiff(report, since: before)
    let foot = foot(gone: diff.gone(in: fitted).count, size.columns)
    let body = diff.lines(in: fitted)
    let room = max(0, size.rows - lines.count - foot.count)
    let shown = body.count > room ? max(0, room - 1) : body.count
    for line in body.prefix(shown) {
      lines.append(hasMargin ? marked(line, size.columns - 2) : cut(line.text, size.columns))
    }
    if shown < body.count {
      lines.append(cut("… \(body.count - shown) more lines", size.columns))
    }
    return lines + foot
  }

  private func heading(_ columns: Int) -> String {
    let what = "every \(Self.text(interval)): \(command)"
    let place = [environment, time?.clockToTheSecond, "q ends"].compactMap(\.self)
      .joined(separator: "  ")
    let room = columns - DisplayWidth.of(place) - 2
    guard room >= 12 else { return strong(what, "", columns) }
    let left = DisplayWidth.padded(
      DisplayWidth.truncate(Sanitiser.visible(what), to: room), to: room)
    return strong("\(left)  \(place)", "", columns)
  }

  private func foot(gone: Int, _ columns: Int) -> [String] {
    var lines = notices.suffix(Self.mostNotices).map { cut($0, columns) }
    if gone > 0 {
      lines.append(cut("- \(gone) \(gone == 1 ? "line is" : "lines are") gone", columns))
    }
    return lines
  }

  /// A line with the sign of what became of it; colour only repeats what the sign says.
  private func marked(_ line: ReportDiff.Line, _ columns: Int) -> String {
    let text = cut(line.text, columns)
    guard line.mark != .same else { return text.isEmpty ? "" : "  " + text }
    guard rendering.hasColor else { return "\(line.mark.rawValue) \(text)" }
    let bold = text.replacing("\u{1B}[0m", with: "\u{1B}[0;1m")
    return "\u{1B}[1;33m\(line.mark.rawValue)\u{1B}[39m \(bold)\u{1B}[0m"
  }

  private func strong(_ text: String, _ color: String, _ columns: Int) -> String {
    let text = DisplayWidth.truncate(Sanitiser.visible(text), to: columns)
    guard rendering.hasColor else { return text }
    return "\u{1B}[\(color.isEmpty ? "1" : "1;\(color)")m\(text)\u{1B}[0m"
  }

  /// A line of a report is fitted already, unless it is meant for programs or the screen is too small for anything.
  private func cut(_ text: String, _ columns: Int) -> String {
    guard FramePainter.width(of: text) > columns else { return text }
    return DisplayWidth.truncate(Sanitiser.visible(text), to: columns)
  }

  private static func text(_ interval: Duration) -> String {
    let (seconds, attoseconds) = interval.components
    let milliseconds = attoseconds / 1_000_000_000_000_000
    return milliseconds == 0
      ? HumanTime.age(seconds: Int(seconds)) : "\(seconds * 1000 + milliseconds)ms"
  }

  // MARK: Line by line

  mutating func news() -> [String] {
    defer { pending = [] }
    return pending
  }

  private var isJSON: Bool { rendering.format == .json || rendering.format == .ndjson }

  private mutating func news(of report: Report) {
    var plain = rendering
    plain.width = nil
    plain.hasColor = false
    // Only what people see tells whether anything has happened: ages in seconds are other ones at each look.
    if plain.format.isForMachines { plain.format = .table }
    let diff = ReportDiff(report, since: before)
    guard diff.isDifferent(in: plain) else { return }
    let stamp = (time ?? now())
    if isJSON {
      pending.append(
        JSONText.encode(.object(["time": .time(stamp), "result": report.value])))
      return
    }
    let lines = diff.lines(in: plain) + diff.gone(in: plain)
    for line in lines where before == nil || line.mark != .same {
      pending.append("\(stamp.clockToTheSecond) \(line.mark.rawValue) \(line.text)")
    }
  }

  private mutating func tell(_ text: String) {
    let stamp = now()
    pending.append(
      isJSON
        ? JSONText.encode(.object(["time": .time(stamp), "notice": .text(text)]))
        : "\(stamp.clockToTheSecond) ! \(Sanitiser.visible(text))")
  }
}
