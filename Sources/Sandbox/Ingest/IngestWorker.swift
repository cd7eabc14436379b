internal import Foundation
internal import Postgres

/// Takes batches of the entry state through their statuses.
struct IngestWorker: Sendable {
  let home: Home
  let world: World
  /// The pause after each step, so that one can watch.
  var pace = Duration.milliseconds(350)

  private var name: String { "ingest-sandbox-\(world.rawValue)" }

  /// Polls until the task is cancelled; a lost session is made again.
  func poll() async throws {
    var style = IngestStyle.mapper
    while !Task.isCancelled {
      do {
        try await poll(&style)
      } catch {
        if Task.isCancelled { break }
        log("\(error)")
        try await Task.sleep(for: .seconds(1))
      }
    }
    // Said in a task of its own, because this one is cancelled.
    await Task {
      guard let session = try? await connect() else { return }
      try? await WorkerSigns(worker: name, session: session).beat(status: "stopped")
      await session.close()
    }.value
  }

  private func poll(_ style: inout IngestStyle) async throws {
    let (hands, pulse) = (try await connect(), try await connect())
    defer {
      Task {
        await hands.close(); await pulse.close()
      }
    }
    let signs = WorkerSigns(worker: name, session: pulse)
    while !Task.isCancelled {
      try await signs.beat()
      if try await take(id: nil, style, over: hands, signs) {
        style = style.next
      } else {
        try await Task.sleep(for: .milliseconds(500))
      }
    }
  }

  /// Takes one batch through; false when it does not wait.
  func run(batch id: String) async throws -> Bool {
    let (hands, pulse) = (try await connect(), try await connect())
    let signs = WorkerSigns(worker: "run-batch-\(world.rawValue)", session: pulse)
    let isDone = try await take(id: id, .mapper, over: hands, signs)
    await hands.close()
    await pulse.close()
    return isDone
  }

  private func connect() async throws -> Connection {
    try await Connection.connect(
      home.connection(
        to: world.rawValue, user: "dragonfly_worker", application: "dragonfly_v9_ingest"))
  }

  // MARK: One batch

  private func take(
    id: String?, _ style: IngestStyle, over hands: Connection, _ signs: WorkerSigns
  ) async throws -> Bool {
    switch style {
    case .mapper:
      let claimed = try await transaction(hands) { transaction in
        try await BatchRecord.claim(in: world, id: id, session: transaction)
      }
      guard let batch = claimed else { return false }
      try await working(on: batch, signs) {
        var run = makeRun(batch, style)
        for (step, status) in run.steps {
          try await Task.sleep(for: pace)
          let goesOn = try await transaction(hands) { transaction in
            try await run.perform(step, then: status, in: transaction)
          }
          if !goesOn { break }
        }
      }
      return true
    case .service:
      return try await transaction(hands) { transaction in
        let claimed = try await BatchRecord.claim(in: world, id: id, session: transaction)
        guard let batch = claimed else { return false }
        try await working(on: batch, signs) {
          var run = makeRun(batch, style)
          for (step, status) in run.steps {
            try await Task.sleep(for: pace)
            guard try await run.perform(step, then: status, in: transaction) else { break }
          }
        }
        return true
      }
    }
  }

  /// Does the work between the beginning and the end of the batch's queue job.
  private func working(
    on batch: BatchRecord, _ signs: WorkerSigns, _ work: () async throws -> Void
  ) async throws {
    log("takes batch \(batch.id)")
    let job = try await signs.begin(batch: batch.id)
    do {
      try await work()
    } catch {
      try? await signs.end(job: job, error: "\(error)")
      throw error
    }
    try await signs.end(job: job)
  }

  private func makeRun(_ batch: BatchRecord, _ style: IngestStyle) -> IngestRun {
    IngestRun(
      world: world, batch: batch, check: style.check(in: world),
      store: ObjectFolder(home: home, world: world))
  }

  private func transaction<Success: Sendable>(
    _ connection: Connection, _ body: (Transaction) async throws -> Success
  ) async throws -> Success {
    // The worker's rows are shown to it by a policy: row security has to stay on.
    try await connection.transaction(.readWrite, rowSecurityOff: false, body)
  }

  private func log(_ text: String) {
    let line = "\(Date().ISO8601Format()) \(world.rawValue): \(text)\n"
    FileHandle.standardError.write(Data(line.utf8))
  }
}
