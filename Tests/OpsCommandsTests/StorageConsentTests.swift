import OpsCommands
import Synchronization
import TestSupport
import Testing

@testable import OpsCore

/// Somebody at a terminal whose answers are known beforehand, and who remembers the questions.
private final class ScriptedConfirmer: Confirmer {
  private let state: Mutex<(answers: [String], questions: [String])>
  let isTerminal = true

  init(_ answers: [String]) { state = Mutex((answers, [])) }

  var questions: [String] { state.withLock { $0.questions } }

  func askYesNo(_ question: String) async throws -> Bool { try await askText(question) == "y" }

  func askText(_ question: String) async throws -> String {
    state.withLock { state in
      state.questions.append(question)
      return state.answers.isEmpty ? "" : state.answers.removeFirst()
    }
  }
}

@Suite("storage rm and purge, asked and interrupted")
struct StorageConsentTests {
  private func name(_ number: Int) -> String { "simplicity/\(BatchesTests.id(number)).csv" }

  private func run(
    _ line: String, _ shell: Harness, _ store: MemoryStore, _ answers: [String]
  ) async throws -> (status: Int32, questions: [String]) {
    // The first connection pins the database, about which somebody at a terminal is asked, too.
    #expect(try await shell.run("status").status == 0)
    let confirmer = ScriptedConfirmer(answers)
    let dispatcher = Dispatcher(
      table: Commands.table, session: await shell.session,
      output: Output(results: MemorySink(), messages: MemorySink()), confirmer: confirmer,
      makeStore: { _ in store })
    return (await dispatcher.run(line: line).rawValue, confirmer.questions)
  }

  @Test(
    "--now asks twice, and either answer may still stop it",
    arguments: [
      (.dev, ["2", "2"], 0), (.dev, ["2", "no"], 4), (.dev, ["1"], 4), (.dev, [], 4),
      (.prod, ["prod 2", "prod 2"], 0), (.prod, ["2"], 4), (.prod, ["prod 2", "2"], 4),
    ] as [(SchemaKind, [String], Int32)])
  func twice(_ kind: SchemaKind, _ answers: [String], _ status: Int32) async throws {
    let store = MemoryStore([3, 6].map(name))
    let shell = try await BatchesTests.shell(kind, store: store)
    let arming = kind == .prod ? "-e prod --reason INC-42" : ""
    let ids = [3, 6].map(BatchesTests.id).joined(separator: " ")
    let run = try await run("storage rm \(ids) --now \(arming)", shell, store, answers)
    #expect(run.status == status)
    #expect(store.names.count == (status == 0 ? 0 : 2))
    let typed = kind == .prod ? "prod 2" : "2"
    #expect(run.questions.allSatisfy { $0.contains("Type \(typed) to go ahead") })
    #expect(run.questions.count == (answers.first == typed ? 2 : 1))
  }

  @Test("An unarmed protected environment is not even asked")
  func unarmed() async throws {
    let store = MemoryStore([name(3)])
    let shell = try await BatchesTests.shell(.prod, store: store)
    let run = try await run("storage rm \(BatchesTests.id(3))", shell, store, ["prod 1"])
    #expect(run.status == 4 && run.questions.isEmpty)
  }

  @Test("^C ends a purge after what was begun; the rest stays in the outbox")
  func interrupted() async throws {
    let store = MemoryStore((1...60).map(name), namesPerRequest: 1)
    let shell = try await BatchesTests.shell(.dev, store: store)
    try await shell.database.execute("UPDATE intake.simplicity_batches SET status = 'failed'")
    let removal = try await shell.run("storage rm --status failed --grace 0s --expect 60")
    #expect(removal.status == 0, "\(removal.stderr)")
    let holder = Holder()
    store.behave { $0.beforeDelete = { _ in holder.cancel() } }
    holder.start { try await shell.run("storage purge --expect 60 -o json") }
    let run = try await holder.value()
    #expect(run.status == 5, "\(run.stderr)")
    let left = store.names.count
    store.behave { $0.beforeDelete = nil }
    let plans = try Outbox(
      StateFolder(path: shell.statePath), environment: "dev",
      identity: try #require(await shell.session.openLink(to: "dev")?.identity)
    ).plans()
    // What is not in the outbox any more is not in the store either.
    #expect(Set(store.names).isSubset(of: plans.flatMap { $0.items.map(\.object.name) }))
    #expect(left > 0)
    let again = try await shell.run("storage purge --yes -o json")
    #expect([0, 5].contains(again.status), "\(again.stderr)")
    #expect(store.names.isEmpty)
  }
}

/// A task that what it does may cancel.
private final class Holder: Sendable {
  private let task = Mutex<Task<Harness.Run, any Error>?>(nil)

  func start(_ body: @escaping @Sendable () async throws -> Harness.Run) {
    task.withLock { $0 = Task { try await body() } }
  }

  func cancel() { task.withLock { $0?.cancel() } }

  func value() async throws -> Harness.Run {
    guard let task = task.withLock({ $0 }) else { throw CancellationError() }
    return try await task.value
  }
}
