/// Repeats a command that only reads, and shows what changes.
public struct WatchedCommand: Sendable {
  /// What one run of the command gives.
  struct Found: Sendable {
    var report: Report
    var notices: [String]
    /// Whether the connection had broken before, and was made anew.
    var isReconnected = false
  }

  private let words: [String]
  private let interval: Duration
  private let context: Context

  /// Takes a command that is to be repeated.
  ///
  /// - Parameters:
  ///   - words: The command with its arguments.
  ///   - interval: How long from one look to the next.
  ///   - context: The context of the command that repeats it.
  /// - Throws: `OpsError` with exit status 4 for a command that changes something, 64 for one that is not understood.
  public init(_ words: [String], every interval: Duration, in context: Context) throws(OpsError) {
    let type = try context.dispatcher.table.command(of: words)
    guard type.isReadOnly else {
      throw OpsError(
        .refused, "watch repeats commands that only read, and \(words[0]) is none",
        hint: "such as batches, stuck, summary, batch ID or errors rate")
    }
    self.words = words
    self.interval = interval
    self.context = context
  }

  /// Repeats it until somebody has seen enough; ^C is a way to say so.
  public func run() async throws {
    let (session, environment) = (
      context.session, context.options.env ?? context.session.environmentName
    )
    var view = WatchView(
      command: words.map(Words.quoted).joined(separator: " "), interval: interval,
      environment: environment, rendering: context.output.rendering)
    let loop = LiveLoop(
      interval: interval, output: context.output, terminal: context.output.terminal,
      abandon: { session.abandonLink(to: environment) })
    // Its rows get no places: `%3` stays what the last listing has shown.
    let listing = session.listing
    defer { session.listing = listing }
    do {
      _ = try await context.output.quietly {
        try await loop.run(&view) { try await look(environment, over: listing) }
      }
    } catch is CancellationError where context.output.terminal != nil {
      // At a screen ^C is a way to say that one has seen enough; elsewhere it is a signal like any other.
      return
    }
  }

  /// Runs the command once, over the listing that there was before all looks.
  private func look(_ environment: String, over listing: Listing?) async throws -> Found {
    let session = context.session
    session.listing = listing
    let reconnections = session.reconnections(to: environment)
    let messages = MemorySink()
    var output = Output(
      results: MemorySink(), messages: messages, rendering: context.output.rendering)
    output.isQuiet = context.output.isQuiet
    let report = try await context.dispatcher.look(words, in: context, output: output)
    return Found(
      report: report.withoutPlaces,
      notices: messages.text.split(separator: "\n").map(String.init),
      isReconnected: session.reconnections(to: environment) != reconnections)
  }
}

extension Report {
  /// The report without the column that gives rows their places in a listing.
  fileprivate var withoutPlaces: Report {
    guard case .list(var table) = self,
      let index = table.columns.firstIndex(where: { $0.key == "place" && $0.tableOnly })
    else { return self }
    table.columns.remove(at: index)
    for row in table.rows.indices { table.rows[row].remove(at: index) }
    return .list(table)
  }
}
