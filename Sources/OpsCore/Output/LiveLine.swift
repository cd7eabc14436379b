internal import Synchronization

/// The line at the foot of a terminal that renews itself, and leaves no trace when anything else is printed.
final class LiveLine: Sendable {
  private struct State {
    /// How many columns of the terminal it takes now.
    var width = 0
    /// How many have asked it to stay away.
    var holds = 0
    var isTicking = false
    /// Whether somebody says more than how long it takes.
    var hasProgress = false
  }

  private let sink: any TextSink
  private let state = Mutex(State())

  init(_ sink: any TextSink) {
    self.sink = sink
  }

  /// Shows how far something has come.
  func show(_ text: String, columns: Int) {
    state.withLock { state in
      state.hasProgress = true
      draw(text, columns: columns, style: "", &state)
    }
  }

  /// Takes it off the terminal, and what it says back.
  func clear() {
    state.withLock { state in
      state.hasProgress = false
      erase(&state)
    }
  }

  /// Writes something else without leaving a trace of the line.
  func interrupted(by write: () throws(SinkError) -> Void) throws(SinkError) {
    let failure: SinkError? = state.withLock { state -> SinkError? in
      erase(&state)
      do throws(SinkError) {
        try write()
        return nil
      } catch {
        return error
      }
    }
    if let failure { throw failure }
  }

  /// Stays away, for those who have the terminal to themselves.
  func hold() {
    state.withLock { state in
      state.holds += 1
      erase(&state)
    }
  }

  /// Ends one ``hold()``.
  func release() {
    state.withLock { $0.holds -= 1 }
  }

  // MARK: How long it takes

  func startTicking() {
    state.withLock { $0.isTicking = true }
  }

  /// Shows that something takes its time, unless somebody knows more about it.
  func tick(_ text: String, columns: Int, hasColor: Bool) {
    state.withLock { state in
      guard state.isTicking, !state.hasProgress else { return }
      draw(text, columns: columns, style: hasColor ? "\u{1B}[2m" : "", &state)
    }
  }

  func stopTicking() {
    state.withLock { state in
      state.isTicking = false
      if !state.hasProgress { erase(&state) }
    }
  }

  // MARK: Drawing

  private func draw(_ text: String, columns: Int, style: String, _ state: inout State) {
    guard state.holds == 0 else { return }
    let fitted = DisplayWidth.truncate(Sanitiser.visible(text), to: max(columns - 1, 1))
    let width = DisplayWidth.of(fitted)
    let rest = String(repeating: " ", count: max(0, state.width - width))
    try? sink.write("\r" + (style.isEmpty ? fitted : style + fitted + "\u{1B}[0m") + rest)
    state.width = max(width, state.width)
  }

  private func erase(_ state: inout State) {
    guard state.width > 0 else { return }
    try? sink.write("\r" + String(repeating: " ", count: state.width) + "\r")
    state.width = 0
  }
}
