internal import Foundation
internal import Postgres

/// Listens for the notifications that PostgREST obeys, and loads the cache.
struct Ear: Sendable {
  /// The channel by which a rehearsal takes the cache away; the double answers on `answerChannel`.
  static let rehearsalChannel = "dfops_sandbox"
  static let answerChannel = "dfops_sandbox_done"
  static let losePayload = "lose the schema cache"

  let info: ConnectionInfo
  let cache: SchemaCache
  let isReady: @Sendable () -> Void

  /// Listens until the task is cancelled; a lost session is made again, later and later.
  func run() async throws {
    var pause = 1
    while !Task.isCancelled {
      do {
        try await listen { pause = 1 }
      } catch {
        if Task.isCancelled { return }
        cache.setListening(false)
        cache.lose()
        log("\(error); attempting to reconnect to the database in \(pause) seconds...")
        try await Task.sleep(for: .seconds(pause))
        pause = min(pause * 2, 32)
      }
    }
  }

  private func listen(_ connected: () -> Void) async throws {
    let ear = try await Connection.connect(info)
    defer { Task { await ear.close() } }
    try await ear.listen(Self.rehearsalChannel)
    // Last, because operators look for sessions whose last statement it is.
    try await ear.listen("pgrst")
    try await load()
    cache.setListening(true)
    connected()
    isReady()
    while true {
      guard let message = try await ear.nextNotification(timeout: .seconds(60)) else { continue }
      switch (message.channel, message.payload) {
      case ("pgrst", ""), ("pgrst", "reload schema"):
        log("Received a schema cache reload message on the \"pgrst\" channel")
        try await load()
      case ("pgrst", "reload config"):
        log("Received a config reload message on the \"pgrst\" channel")
      case (Self.rehearsalChannel, Self.losePayload):
        cache.lose()
        log("Failed to load the schema cache: a rehearsal took it away")
        try await answer()
      default:
        // Any other payload is ignored, and nothing is logged: that is how it is.
        continue
      }
    }
  }

  private func load() async throws {
    let start = ContinuousClock.now
    let hand = try await Connection.connect(info)
    let rows = try await hand.query(
      """
      SELECT n.nspname AS schema, c.relname AS name FROM pg_class AS c
      JOIN pg_namespace AS n ON n.oid = c.relnamespace
      WHERE c.relkind IN ('r', 'v', 'm', 'f', 'p') AND n.nspname = ANY ($1::text[])
      """, [.textArray(SchemaCache.exposed)])
    await hand.close()
    var tables: [String: Set<String>] = [:]
    for row in rows {
      tables[try row.string("schema"), default: []].insert(try row.string("name"))
    }
    let elapsed = ContinuousClock.now - start
    cache.loaded(tables, seconds: elapsed / .seconds(1))
    log("Schema cache loaded in \(elapsed / .milliseconds(1)) milliseconds")
  }

  private func answer() async throws {
    let hand = try await Connection.connect(info)
    _ = try await hand.query("SELECT pg_notify($1, '')", [.text(Self.answerChannel)])
    await hand.close()
  }

  private func log(_ text: String) {
    FileHandle.standardError.write(
      Data("\(Date().ISO8601Format()) \(info.database ?? ""): \(text)\n".utf8))
  }
}
