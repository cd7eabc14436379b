import Glibc
import Postgres
import Synchronization
import TestSupport

@testable import OpsCore

/// Environments on real servers, with a state folder that several connectors share as several processes would.
final class ConnectorWorld: Sendable {
  let state: StateFolder
  let messages = MemorySink()
  private let scratch: Scratch

  init(statePath: String? = nil) throws {
    scratch = try Scratch()
    state = StateFolder(path: statePath ?? scratch.file("state"))
  }

  /// Connects as a process of its own would, and closes the connection again.
  @discardableResult
  func connect(
    _ environment: Environment, others: [Environment] = [],
    confirmer: any Confirmer = NoTerminalConfirmer(), retryAuth: Bool = false
  ) async throws -> Link {
    let link = try await connector([environment] + others, confirmer, retryAuth)
      .connect(environment)
    await link.connection.close()
    return link
  }

  /// Returns the error that connecting ends with.
  func refusal(
    _ environment: Environment, others: [Environment] = [],
    confirmer: any Confirmer = NoTerminalConfirmer(), retryAuth: Bool = false
  ) async -> OpsError? {
    do {
      try await connect(environment, others: others, confirmer: confirmer, retryAuth: retryAuth)
      return nil
    } catch {
      return OpsError(mapping: error)
    }
  }

  func connector(
    _ environments: [Environment], _ confirmer: any Confirmer = NoTerminalConfirmer(),
    _ retryAuth: Bool = false
  ) -> Connector {
    Connector(
      profiles: Profiles(environments), state: state, confirmer: confirmer,
      output: Output(results: messages, messages: messages), retryAuth: retryAuth)
  }
}

extension Environment {
  /// An environment at a connection string.
  static func at(
    _ dsn: String, name: String = "dev", isProtected: Bool? = nil, projectRef: String? = nil
  ) throws -> Environment {
    Environment(
      name: name, isProtected: isProtected ?? (name == "prod"), dsn: try ConnectionInfo(dsn: dsn),
      dsnSource: "the test", projectRef: projectRef)
  }
}

extension TestDatabase {
  /// A connection string that leads here and does not look like it, so that the rules for distant servers count.
  var distantDSN: String {
    "host=0.0.0.0 port=\(server.port) dbname=\(name) user=postgres"
  }
}

/// Answers every question in the same way and keeps what was asked.
final class ScriptedConfirmer: Confirmer {
  private let answer: Bool
  private let asked = Mutex<[String]>([])

  init(_ answer: Bool) { self.answer = answer }

  var questions: [String] { asked.withLock { $0 } }

  var isTerminal: Bool { true }

  func askYesNo(_ question: String) async throws -> Bool {
    asked.withLock { $0.append(question) }
    return answer
  }

  func askText(_ question: String) async throws -> String { "" }
}
