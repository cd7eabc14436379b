extension Output {
  /// Whether messages go to a terminal on which a line can renew itself.
  var isLive: Bool { line != nil && !isQuiet }

  /// Whether nobody reads results any more.
  var hasLostReader: Bool { resultFailure != nil || isReaderGone }

  /// Prints lines that are harmless already.
  func emit(lines: [String]) {
    write(lines.map { $0 + "\n" }.joined())
  }

  /// Lets work have the terminal to itself: no line renews itself meanwhile.
  public func quietly<Success>(_ work: () async throws -> Success) async rethrows -> Success {
    line?.hold()
    defer { line?.release() }
    return try await work()
  }

  // MARK: What lasts

  /// Says how far something has come, by the line that renews itself or by a plain one.
  func progress(_ text: String) {
    guard let line, !isQuiet else { return notice(text) }
    line.show(text, columns: columns)
  }

  /// Takes the line off the terminal.
  func clearProgress() {
    line?.clear()
  }

  /// Says again and again how far work has come that does not say so by itself.
  ///
  /// - Parameters:
  ///   - text: How far it is at the moment when it is asked.
  ///   - work: The work.
  /// - Returns: What the work returns.
  /// - Throws: What the work throws.
  public func reporting<Success>(
    _ text: @escaping @Sendable () -> String, during work: () async throws -> Success
  ) async throws -> Success {
    let teller = Task {
      var progress = Progress(self)
      while true {
        try await Task.sleep(for: Progress.liveInterval)
        progress.update(text())
      }
    }
    let result: Result<Success, any Error>
    do {
      result = .success(try await work())
    } catch {
      result = .failure(error)
    }
    teller.cancel()
    _ = await teller.result
    clearProgress()
    return try result.get()
  }

  /// Says again and again how far work has come that is measured.
  public func reporting<Success>(
    _ meter: Meter, during work: () async throws -> Success
  ) async throws -> Success {
    try await reporting({ meter.text }, during: work)
  }

  /// Shows how long work takes that says nothing, as soon as that is long.
  func waiting<Success>(_ work: () async throws -> Success) async rethrows -> Success {
    guard let line, !isQuiet else { return try await work() }
    line.startTicking()
    let ticker = Task {
      var seconds = 0
      while true {
        try await Task.sleep(for: .seconds(1))
        seconds += 1
        line.tick(
          "… \(HumanTime.age(seconds: seconds)), ^C stops", columns: columns,
          hasColor: rendering.hasColor)
      }
    }
    defer {
      ticker.cancel()
      line.stopTicking()
    }
    return try await work()
  }

  /// Ends the words about how long it takes, for a command whose lines say that by themselves.
  public func endWaiting() {
    line?.stopTicking()
  }

  private var columns: Int { rendering.width ?? 80 }
}
