import FoundationEssentials
import OpsCommands
import Postgres
import RemoteServices
import TestSupport

@testable import OpsCore

/// A session without a terminal on a database of its own, whose output is kept.
///
/// The database with the deployed schema is the protected environment `prod`, any other is `dev`.
final class Harness: Sendable {
  /// What came of one line.
  struct Run: Sendable {
    let status: Int32
    let stdout: String
    let stderr: String

    /// The plain values of the one JSON object on stdout, as texts; nested values and nulls are left out.
    var json: [String: String] {
      get throws {
        let values = try JSONDecoder().decode([String: JSONScalar].self, from: Data(stdout.utf8))
        return values.compactMapValues(\.text)
      }
    }
  }

  let database: TestDatabase
  let statePath: String
  /// The store that answers instead of the one of the profile; nil for the profile's own.
  let store: (any ObjectStore)?
  /// The folder of the environment's store, which is not there before somebody makes it.
  var storagePath: String { statePath + "-objects" }
  private let environmentName: String
  private let isNamed: Bool
  private let current: Current

  /// The session of the moment; tests of one suite share nothing else.
  private actor Current {
    var session: Session

    init(_ session: Session) { self.session = session }

    func replace(_ session: Session) { self.session = session }
  }

  static func make(
    _ kind: SchemaKind, user: String = "postgres", password: String? = nil,
    environmentNamedExplicitly isNamed: Bool = true, store: (any ObjectStore)? = nil
  ) async throws -> Harness {
    let server = try await TestServer.shared()
    let database = try await server.database(kind)
    return try Harness(
      database: database, kind: kind, dsn: database.dsn(user: user, password: password),
      isNamed: isNamed, store: store)
  }

  private init(
    database: TestDatabase, kind: SchemaKind, dsn: String, isNamed: Bool,
    store: (any ObjectStore)?
  ) throws {
    self.store = store
    self.database = database
    self.isNamed = isNamed
    environmentName = kind == .prod ? "prod" : "dev"
    statePath = DiskFolder.path()
    try FileManager.default.createDirectory(atPath: statePath, withIntermediateDirectories: true)
    current = Current(
      try Self.session(environmentName, dsn: dsn, statePath: statePath, isNamed: isNamed))
  }

  deinit {
    try? FileManager.default.removeItem(atPath: statePath)
    try? FileManager.default.removeItem(atPath: storagePath)
  }

  private static func session(
    _ name: String, dsn: String, statePath: String, isNamed: Bool
  ) throws -> Session {
    let environments = try ["dev", "prod"].map { candidate in
      Environment(
        name: candidate, isProtected: candidate == "prod",
        dsn: candidate == name ? try ConnectionInfo(dsn: dsn) : nil,
        dsnSource: candidate == name ? "the test" : nil,
        storage: StorageSettings(.folder(path: statePath + "-objects")))
    }
    let profiles = Profiles(environments)
    return Session(
      profiles: profiles, state: StateFolder(path: statePath), environmentName: name,
      isNamed: isNamed, loadProfiles: { _ in profiles })
  }

  /// The session of the moment.
  var session: Session {
    get async { await current.session }
  }

  /// Runs one line; the environment is named by a variable of another program unless the test says otherwise.
  ///
  /// A line that is alone is run as by a process that ends with it.
  func run(_ line: String, width: Int? = nil, isAlone: Bool = false) async throws -> Run {
    let results = MemorySink()
    let messages = MemorySink()
    var dispatcher = Dispatcher(
      table: Commands.table, session: await current.session,
      output: Output(results: results, messages: messages), confirmer: NoTerminalConfirmer(),
      makeStore: { [store] in try store ?? $0.storage.map(Stores.make) }, width: { width })
    dispatcher.isSingleCommand = isAlone
    let status = await dispatcher.run(line: line)
    return Run(status: status.rawValue, stdout: results.text, stderr: messages.text)
  }

  /// Begins to run one line that ends when its task is cancelled, as by ^C.
  func start(
    _ line: String
  ) async -> (task: Task<Int32, Never>, results: MemorySink, messages: MemorySink) {
    let results = MemorySink()
    let messages = MemorySink()
    let dispatcher = Dispatcher(
      table: Commands.table, session: await current.session,
      output: Output(results: results, messages: messages), confirmer: NoTerminalConfirmer())
    return (Task { await dispatcher.run(line: line).rawValue }, results, messages)
  }

  /// Lets the environment lead to another database that has batches, too, as after a mistake in a profile.
  func moveToOtherDatabase() async throws {
    let copy = try await database.server.database(environmentName == "prod" ? .prod : .dev)
    await current.session.close()
    await current.replace(
      try Self.session(environmentName, dsn: copy.dsn(), statePath: statePath, isNamed: isNamed))
  }
}

/// A value of a JSON object, as a text when it is a plain one.
private struct JSONScalar: Decodable {
  let text: String?

  init(from decoder: any Decoder) throws {
    guard let container = try? decoder.singleValueContainer(), !container.decodeNil() else {
      text = nil
      return
    }
    if let value = try? container.decode(Bool.self) {
      text = value ? "true" : "false"
    } else if let value = try? container.decode(Int.self) {
      text = String(value)
    } else if let value = try? container.decode(Double.self) {
      text = String(value)
    } else {
      text = try? container.decode(String.self)
    }
  }
}
