internal import LineEditor
internal import OpsCore

/// Asks by another confirmer; a text may be pasted, without the marks that the terminal puts around it, but no yes.
struct UnmarkedConfirmer: Confirmer {
  let confirmer: any Confirmer
  let marks: PasteMarks

  var isTerminal: Bool { confirmer.isTerminal }

  func askYesNo(_ question: String) async throws -> Bool {
    try await confirmer.askYesNo(question)
  }

  func askText(_ question: String) async throws -> String {
    marks.turnOff()
    defer { marks.turnOn() }
    return try await confirmer.askText(question)
  }
}
