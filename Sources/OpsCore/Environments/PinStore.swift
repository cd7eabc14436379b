/// Remembers by what each environment was known at first use.
public struct PinStore: Sendable {
  private let document: StateDocument<[String: Identity]>

  /// Opens the pins of a state folder.
  public init(_ state: StateFolder) {
    document = StateDocument(state: state, name: "pins.json", empty: [:], isExpendable: false)
  }

  /// Returns what an environment is known by; nil before its first use.
  ///
  /// - Throws: `OpsError` with exit status 78 when the pins cannot be read.
  public func pin(of name: String) throws(OpsError) -> Identity? {
    try document.read()[name]
  }

  /// Returns what all environments are known by.
  ///
  /// - Throws: `OpsError` with exit status 78 when the pins cannot be read.
  public func all() throws(OpsError) -> [String: Identity] {
    try document.read()
  }

  /// Remembers an identity from now on.
  ///
  /// - Throws: `OpsError` with exit status 78 when the pins cannot be written.
  public func pin(_ identity: Identity, for environment: Environment) throws(OpsError) {
    try document.update { $0[environment.name] = identity }
  }
}
