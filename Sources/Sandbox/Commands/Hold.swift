internal import ArgumentParser
internal import Postgres
internal import Synchronization

/// Sits on a row of each database, as a worker does in the middle of its work.
struct Hold: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Hold the rows of the incident 'held' until asked to stop.")

  @OptionGroup var home: Home

  func run() async throws {
    let daemon = try await Daemon("holder", in: home)
    let home = home
    let rows = try home.text("held.ids").split(separator: "\n").map { line in
      let words = line.split(separator: " ").map(String.init)
      guard words.count == 2 else { throw SandboxError("held.ids is damaged") }
      return (database: words[0], batch: words[1])
    }
    let report = HoldReport(expected: rows.count)
    try await Daemon.run {
      try await withThrowingTaskGroup(of: Void.self) { group in
        for row in rows {
          group.addTask {
            try await hold(row.batch, in: row.database, of: home) { line in
              guard let lines = report.add(line) else { return }
              try home.write(lines.joined(separator: "\n") + "\n", to: "held")
              try daemon.ready()
            }
          }
        }
        try await group.waitForAll()
      }
    }
  }
}

/// Holds one row until the task is cancelled.
private func hold(
  _ batch: String, in database: String, of home: Home, held: (String) throws -> Void
) async throws {
  let name = "dragonfly_v9_ingest"
  let connection = try await Connection.connect(
    home.connection(to: database, user: "dragonfly_worker", application: name))
  try await connection.transaction(
    .readWrite, Timeouts(idle: .zero), rowSecurityOff: false
  ) { transaction in
    let found = try await transaction.query(
      "SELECT FROM intake.simplicity_batches WHERE id = $1::uuid FOR UPDATE", [.uuid(batch)])
    guard found.count == 1 else { throw SandboxError("batch \(batch) is gone") }
    try held("\(database): \(name) (pid \(transaction.backendPID)) holds batch \(batch)")
    while true { try await Task.sleep(for: .seconds(3600)) }
  }
}

/// Gathers what is held; complete when all of it is.
private final class HoldReport: Sendable {
  private let expected: Int
  private let lines = Mutex<[String]>([])

  init(expected: Int) { self.expected = expected }

  /// Adds a line; returns all of them, in order, when none is missing.
  func add(_ line: String) -> [String]? {
    lines.withLock {
      $0.append(line)
      return $0.count == expected ? $0.sorted() : nil
    }
  }
}
