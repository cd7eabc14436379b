import Postgres
import Testing

@testable import OpsCore

@Suite("What went wrong, and how the process ends")
struct OpsErrorTests {
  @Test(
    "Each exit status has its number and its word",
    arguments: [
      (.failed, 1, "failed"), (.cannotConnect, 2, "cannot_connect"),
      (.notEvaluated, 3, "not_evaluated"), (.refused, 4, "refused"), (.partial, 5, "partial"),
      (.usage, 64, "usage"), (.configuration, 78, "configuration"),
      (.interrupted, 130, "interrupted"),
    ] as [(OpsCore.ExitStatus, Int32, String)])
  func statuses(exit: OpsCore.ExitStatus, number: Int32, word: String) {
    #expect(exit.rawValue == number)
    #expect(OpsError(exit, "x").code == word)
    #expect(OpsError(exit, "x", code: "own").code == "own")
    #expect(OpsCore.ExitStatus.success.rawValue == 0)
  }

  @Test(
    "Each failure of the connection has its exit status",
    arguments: [
      (.connectionFailed, .cannotConnect, "connectionFailed"),
      (.authenticationFailed, .cannotConnect, "authenticationFailed"),
      (.connectionLost, .cannotConnect, "connectionLost"),
      (.interrupted, .interrupted, "interrupted"), (.commitUnknown, .partial, "commitUnknown"),
      (.invalidConnectionString, .configuration, "invalidConnectionString"),
      (.timedOut, .failed, "timedOut"), (.server, .failed, "server"),
      (.settingsRefused, .failed, "settingsRefused"), (.decoding, .failed, "decoding"),
      (.misuse, .failed, "misuse"),
    ] as [(PostgresError.Code, OpsCore.ExitStatus, String)])
  func codes(code: PostgresError.Code, exit: OpsCore.ExitStatus, word: String) {
    let error = OpsError(mapping: PostgresError(code, "what happened"))
    #expect(error.exit == exit)
    let message = code == .interrupted ? "interrupted; nothing was changed" : "what happened"
    #expect(error.message == message)
    #expect(error.code == word)
  }

  @Test(
    "What the server refuses ends as a failure, a lock or a read-only transaction as a refusal",
    arguments: [
      (.lockNotAvailable, .refused), (.readOnlyTransaction, .refused), (.undefinedTable, .failed),
      (.queryCanceled, .failed), (.insufficientPrivilege, .failed), (.deadlock, .failed),
    ] as [(SQLState, OpsCore.ExitStatus)])
  func states(state: SQLState, exit: OpsCore.ExitStatus) {
    let error = OpsError(mapping: PostgresError(.server, "refused", sqlState: state))
    #expect(error.exit == exit)
    #expect(error.sqlState == state)
  }

  @Test("trap 2: a role that row security blinds is told so, and what to do")
  func blinded() {
    let error = OpsError(
      mapping: PostgresError(
        .server, "query would be affected by row-level security policy for table \"x\"",
        sqlState: .insufficientPrivilege))
    #expect(error.exit == .failed)
    #expect(error.message.contains("row security hides rows"))
    #expect(error.hint?.contains("bypasses row security") == true)
  }

  @Test("The server's hint is kept where there is no better one")
  func hint() {
    let error = PostgresError(.server, "x", sqlState: .undefinedTable, hint: "of the server")
    #expect(OpsError(mapping: error).hint == "of the server")
  }

  @Test("Everything else that can be thrown has a status, too")
  func others() {
    struct Strange: Error, CustomStringConvertible { let description = "strange" }
    let own = OpsError(.partial, "x", hint: "y", code: "z")
    #expect(OpsError(mapping: own) == own)
    #expect(OpsError(mapping: CancellationError()).exit == .interrupted)
    #expect(OpsError(mapping: SinkError.failed(28)).code == "output")
    #expect(OpsError(mapping: SinkError.readerGone).exit == .failed)
    #expect(OpsError(mapping: Strange()).message == "strange")
    #expect(OpsError(mapping: Strange()).exit == .failed)
  }
}
