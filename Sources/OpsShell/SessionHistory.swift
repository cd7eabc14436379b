internal import LineEditor
internal import OpsCore

/// The history as one session sees it: what it can recall, what it adds, and what keeps it from adding.
final class SessionHistory {
  private static let recalled = 1000

  private let dispatcher: Dispatcher
  private let history: History?
  private var mark = History.Mark()
  private var others: [String] = []
  private var own: [String] = []
  private var previous: String?
  private var memory = LineMemory()
  private var hasComplained = false

  /// Opens the history; a shell without one is better than none.
  init(_ dispatcher: Dispatcher) {
    self.dispatcher = dispatcher
    do {
      history = try History(dispatcher.session.state)
    } catch {
      history = nil
      complain(error)
    }
  }

  /// Offers the lines for recall that other sessions have added since the last time; those of this one stay nearest.
  func takeIn(_ editor: LineEditor) {
    do {
      let added = try history?.added(since: &mark, limit: Self.recalled) ?? []
      let lines = added.filter { $0.session != dispatcher.session.id }
      guard let last = lines.last else { return }
      for line in lines where !line.isMistyped {
        memory.add(line.text, environment: line.environment, isOwn: false)
      }
      others = Array((others + lines.map(\.text)).suffix(Self.recalled))
      if own.isEmpty { previous = last.text }
      editor.recall(others + own)
    } catch {
      complain(error)
    }
  }

  /// Offers a line of this session for recall.
  func remember(_ line: String, in editor: LineEditor) {
    guard History.keeps(line) else { return }
    editor.remember(line)
    own = (own + [line]).suffix(Self.recalled)
    previous = line
  }

  /// Returns the line that `!!` or `!12` means; nil when the line means itself.
  ///
  /// - Throws: `OpsError` when there is no such line.
  func expanded(_ line: String) throws(OpsError) -> String? {
    let history = history
    return try HistoryExpansion.expanded(line, previous: previous) { number throws(OpsError) in
      try history?.line(number: number)
    }
  }

  /// Returns how the latest line went on that began so; nil when none did.
  func continuation(of beginning: String) -> String? {
    memory.continuation(of: beginning, in: dispatcher.session.environmentName)
  }

  /// Writes a line down.
  func add(_ entry: HistoryEntry) {
    // What could not even be understood is nothing to suggest.
    if entry.status != .usage {
      memory.add(entry.text, environment: entry.environment, isOwn: true)
    }
    do {
      try history?.add(entry)
    } catch {
      complain(error)
    }
  }

  /// Says once why lines are not kept; every line would be a nuisance.
  private func complain(_ error: OpsError) {
    guard !hasComplained else { return }
    hasComplained = true
    dispatcher.output.notice("no history is kept: \(error.message)")
  }
}
