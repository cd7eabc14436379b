internal import LineEditor
internal import OpsCore

/// Asks by another confirmer, while the terminal puts no marks around what is pasted: they would be part of the answer.
struct UnmarkedConfirmer: Confirmer {
  let confirmer: any Confirmer
  let marks: PasteMarks

  var isTerminal: Bool { confirmer.isTerminal }

  func askYesNo(_ question: String) async throws -> Bool {
    marks.turnOff()
    defer { marks.turnOn() }
    return try await confirmer.askYesNo(question)
  }

  func askText(_ question: String) async throws -> String {
    marks.turnOff()
    defer { marks.turnOn() }
    return try await confirmer.askText(question)
  }
}
