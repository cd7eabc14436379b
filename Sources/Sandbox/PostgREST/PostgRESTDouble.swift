internal import FlyingFox
internal import FlyingSocks
internal import Foundation
internal import Postgres
internal import Synchronization

/// Where a double listens.
struct PostgRESTPorts: Sendable {
  var api: UInt16
  var admin: UInt16
}

/// One PostgREST: the session that listens, the API and the admin server.
final class PostgRESTDouble: Sendable {
  private let info: ConnectionInfo
  private let cache = SchemaCache()

  init(info: ConnectionInfo) { self.info = info }

  /// Serves until the task is cancelled.
  ///
  /// - Parameters:
  ///   - wanted: The ports of the last time, which are taken again when they are free.
  ///   - started: Called once, with the ports, when everything is at work.
  /// - Throws: When no port is to be had.
  func run(
    wanted: PostgRESTPorts?, started: @escaping @Sendable (PostgRESTPorts) async throws -> Void
  ) async throws {
    let (cache, info) = (cache, info)
    let (hearing, ready) = AsyncStream.makeStream(of: Void.self)
    try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask {
        try await Ear(info: info, cache: cache) { ready.yield() }.run()
      }
      let api = try await Self.serve(
        APIHandler(cache: cache, info: info), at: wanted?.api, in: &group)
      let admin = try await Self.serve(AdminHandler(cache: cache), at: wanted?.admin, in: &group)
      for await _ in hearing { break }
      try await started(PostgRESTPorts(api: api, admin: admin))
      try await group.waitForAll()
    }
  }

  private static func serve(
    _ handler: some HTTPHandler, at port: UInt16?,
    in group: inout ThrowingTaskGroup<Void, any Error>
  ) async throws -> UInt16 {
    let candidates = [port, 0].compactMap(\.self)
    var failure: (any Error)?
    for port in candidates {
      let server = HTTPServer(
        address: try .inet(ip4: "127.0.0.1", port: port), logger: .disabled, handler: handler)
      let serving = Task { try await server.run() }
      do {
        try await server.waitUntilListening(timeout: 5)
      } catch {
        serving.cancel()
        failure = error
        continue
      }
      guard case .ip4(_, let actual)? = await server.listeningAddress else { continue }
      group.addTask {
        try await withTaskCancellationHandler {
          try await serving.value
        } onCancel: {
          serving.cancel()
        }
      }
      return actual
    }
    throw SandboxError(
      "no port on 127.0.0.1 can be listened on: \(failure.map { "\($0)" } ?? "no address")")
  }
}
