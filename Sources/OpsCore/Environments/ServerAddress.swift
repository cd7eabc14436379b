internal import Postgres

/// Where a connection string leads, in a form in which two of them can be compared.
///
/// It tells only that two are the same: one database can be reached in many ways, which only its identity shows.
struct ServerAddress: Sendable, Equatable {
  private let host: String
  private let port: String
  private let database: String

  /// Reads the address of a connection string; what libpq would fill in counts as said.
  init(_ info: ConnectionInfo) {
    host = (info.host ?? info["hostaddr"] ?? "").lowercased()
    port = info.port ?? "5432"
    database = info.database ?? info.user ?? ""
  }
}
