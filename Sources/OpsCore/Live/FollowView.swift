/// What `follow` shows: the stages of a batch with their durations, its rows, their rate, and signs of a worker.
struct FollowView: LiveSubject {
  /// A status and how long the batch had it.
  struct Stage: Sendable, Equatable {
    var status: String
    var since: Instant?
    var until: Instant?
  }

  let environment: String
  let rendering: Rendering
  /// The time of a look, for those who test what is shown.
  var now: @Sendable () -> Instant = { .now }

  private(set) var last: FollowedBatch.Found?
  private(set) var stages: [Stage] = []
  private var rate = RowRate()
  private var time: Instant?
  private var lostAt: Instant?
  private var reconnectedAt: Instant?
  private var pending: [String] = []
  private var told = ""
  /// How long a new connection is worth a line.
  private static let newsSpan = Duration.seconds(10)

  init(environment: String, rendering: Rendering) {
    self.environment = environment
    self.rendering = rendering
  }

  /// Whether nothing has been seen since the connection was lost.
  var isLost: Bool { lostAt != nil }

  // MARK: Looks

  mutating func take(_ result: Result<FollowedBatch.Found, any Error>) throws -> Bool {
    switch result {
    case .success(let found):
      let time = now()
      if lostAt != nil {
        tell("connected again")
      } else if found.isReconnected, last != nil {
        tell("the connection was lost and made anew")
      }
      lostAt = nil
      if found.isReconnected, last != nil { reconnectedAt = time }
      note(found.batch, at: time)
      last = found
      self.time = time
      tellState()
      return found.isFinal
    case .failure(let error):
      let mapped = OpsError(mapping: error)
      guard last != nil, mapped.exit == .cannotConnect else { throw error }
      if lostAt == nil {
        lostAt = now()
        tell("lost connection, trying again: \(mapped.message)")
      }
      return false
    }
  }

  private mutating func note(_ batch: Batch, at time: Instant) {
    if let done = Self.done(batch) { rate.add(done, at: time) }
    guard stages.last?.status != batch.status else { return }
    if stages.isEmpty {
      // How long it has been there already is what its own stamps say.
      let since = batch.ageSeconds.map { time - .seconds($0) }
      stages = [Stage(status: batch.status, since: since)]
      return
    }
    stages[stages.count - 1].until = time
    stages.append(Stage(status: batch.status, since: time))
  }

  private static func done(_ batch: Batch) -> Int? {
    guard batch.rowsInserted != nil || batch.rowsInvalid != nil else { return nil }
    return (batch.rowsInserted ?? 0) + (batch.rowsInvalid ?? 0)
  }

  // MARK: The screen

  func screen(_ size: LiveSize, silence: Duration? = nil) -> [String] {
    let overdue = silence.map { "no answer for \(HumanTime.age($0))" }
    guard let last, let time else {
      return [DisplayWidth.truncate(overdue ?? "looking", to: size.columns)]
    }
    var lines = ["\(last.batch.id)  \(last.batch.filename)"]
    lines.append(
      lostAt.map { "lost connection at \($0.clockToTheSecond), trying again" }
        ?? "\(environment)  \(time.clockToTheSecond)\(last.isFinal ? "" : "  q ends")")
    if let overdue, lostAt == nil { lines.append(overdue) }
    if let reconnectedAt, lostAt == nil, time - reconnectedAt < Self.newsSpan {
      lines.append("the connection was lost and made anew at \(reconnectedAt.clockToTheSecond)")
    }
    lines.append("")
    let width = stages.map { DisplayWidth.of(Sanitiser.visible($0.status)) }.max() ?? 0
    for stage in stages {
      let name = DisplayWidth.padded(Sanitiser.visible(stage.status), to: width)
      lines.append("\(name)  \(span(of: stage, at: time, isFinal: last.isFinal))")
    }
    lines.append("")
    if let bar = bar(last.batch, size.columns) { lines.append(bar) }
    lines.append(rows(last.batch, isFinal: last.isFinal))
    if let reason = last.reason { lines.append(reason) }
    lines += last.evidence.map(\.text)
    return lines.map { line in
      let line = line.reversed().drop { $0 == " " }.reversed()
      return DisplayWidth.truncate(Sanitiser.visible(String(line)), to: size.columns)
    }
  }

  private func span(of stage: Stage, at time: Instant, isFinal: Bool) -> String {
    let isLast = stage == stages.last
    guard let since = stage.since else { return isLast ? "now" : "" }
    let seconds = Int(((stage.until ?? time) - since).components.seconds)
    let age = HumanTime.age(seconds: seconds)
    guard isLast else { return age }
    return isFinal ? (stages.count == 1 ? "\(age) ago" : "") : "for \(age)"
  }

  private func bar(_ batch: Batch, _ columns: Int) -> String? {
    guard let total = batch.rowsTotal, total > 0, let done = Self.done(batch), columns > 10 else {
      return nil
    }
    let width = min(40, columns - 2)
    let bar = Bar.text(
      Double(done) / Double(total), columns: width, hasUnicode: rendering.hasUnicode)
    return "[\(DisplayWidth.padded(bar, to: width))]"
  }

  private func rows(_ batch: Batch, isFinal: Bool) -> String {
    var parts: [String] = []
    let done = Self.done(batch)
    switch (done, batch.rowsTotal) {
    case (let done?, let total?):
      let share = total > 0 ? " (\(min(100, done * 100 / total)) %)" : ""
      parts.append("\(done) of \(total) rows\(share)")
    case (let done?, nil): parts.append("\(done) rows")
    case (nil, let total?): parts.append("\(total) rows")
    case (nil, nil): break
    }
    if let invalid = batch.rowsInvalid { parts.append("\(invalid) invalid") }
    if !isFinal, let perSecond = rate.perSecond {
      parts.append("\(Int(perSecond.rounded())) rows/s")
      if let left = rate.secondsLeft(of: batch.rowsTotal) {
        parts.append("\(HumanTime.age(seconds: left)) to go")
      }
    }
    return parts.joined(separator: ", ")
  }

  // MARK: Line by line

  mutating func news() -> [String] {
    defer { pending = [] }
    return pending
  }

  /// The state for programs.
  var fields: Fields {
    guard let last else { return [:] }
    let batch = last.batch
    func number(_ value: Int?) -> DataValue { value.map { .int(Int64($0)) } ?? .null }
    return [
      "time": time.map(DataValue.time) ?? .null, "id": .text(batch.id),
      "status": .text(batch.status), "rows_total": number(batch.rowsTotal),
      "rows_inserted": number(batch.rowsInserted), "rows_invalid": number(batch.rowsInvalid),
      "rows_per_second": rate.perSecond.map { .double(($0 * 10).rounded() / 10) } ?? .null,
      "seconds_left": number(last.isFinal ? nil : rate.secondsLeft(of: batch.rowsTotal)),
      "reason": last.reason.map(DataValue.text) ?? .null,
      "evidence": .array(last.evidence.map(\.value)),
    ]
  }

  /// Says how the batch is when its status or its rows are others than at the last time.
  private mutating func tellState() {
    guard let last, let time else { return }
    let batch = last.batch
    let state =
      "\(batch.status) \(batch.rowsTotal ?? -1) \(batch.rowsInserted ?? -1) \(batch.rowsInvalid ?? -1)"
    guard state != told else { return }
    told = state
    switch rendering.format {
    case .json: break
    case .ndjson: pending.append(JSONText.encode(.object(fields)))
    default:
      var text = "\(time.clockToTheSecond)  \(batch.status)"
      let rows = rows(batch, isFinal: last.isFinal)
      if !rows.isEmpty { text += ": \(rows)" }
      pending.append(Sanitiser.visible(text))
    }
  }

  private mutating func tell(_ text: String) {
    let stamp = now()
    switch rendering.format {
    case .json: break
    case .ndjson:
      pending.append(JSONText.encode(.object(["time": .time(stamp), "notice": .text(text)])))
    default: pending.append("\(stamp.clockToTheSecond)  \(Sanitiser.visible(text))")
    }
  }
}
