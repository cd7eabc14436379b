/// Asks by another confirmer, while no line of the terminal renews itself and the time does not count.
struct UndisturbedConfirmer: Confirmer {
  let confirmer: any Confirmer
  let output: Output

  var isTerminal: Bool { confirmer.isTerminal }

  func askYesNo(_ question: String) async throws -> Bool {
    try await output.asking { try await confirmer.askYesNo(question) }
  }

  func askText(_ question: String) async throws -> String {
    try await output.asking { try await confirmer.askText(question) }
  }
}
