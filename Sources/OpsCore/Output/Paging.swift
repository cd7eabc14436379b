/// Shows results that are longer than the screen, page by page.
public protocol Paging: Sendable {
  /// How many lines the screen has at this moment; nil when it takes results of any length.
  var rows: Int? { get }

  /// Shows a text until its reader has seen enough.
  ///
  /// - Returns: Why the text was not shown, for a reader who is then given it as it is; nil when it was.
  func show(_ text: String) async -> PagingFailure?
}

/// Why a text was not shown page by page.
public struct PagingFailure: Error, Sendable, Equatable {
  /// What happened.
  public var message: String

  /// Makes a failure.
  public init(_ message: String) {
    self.message = message
  }
}
