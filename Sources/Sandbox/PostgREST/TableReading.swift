internal import FlyingFox
internal import Foundation
internal import Postgres

/// Reads a table or a view as a role, with `limit`, `offset`, and filters of the form `column=eq.value`.
struct TableReading {
  let schema: String
  let table: String
  let query: [HTTPRequest.QueryItem]
  let role: String

  /// Reads, and maps what the server says to PostgREST's answers.
  func answer(over info: ConnectionInfo) async -> HTTPResponse {
    let (sql, parameters, offset) = statement
    do {
      let connection = try await Connection.connect(info)
      let rows = try await connection.transaction(.readOnly, rowSecurityOff: false) { transaction in
        _ = try await transaction.query("SET LOCAL ROLE \(Quoting.identifier(role))")
        return try await transaction.query(sql, parameters)
      }
      await connection.close()
      let count = try rows.first?.int("count") ?? 0
      let range = count == 0 ? "*/*" : "\(offset)-\(offset + count - 1)/*"
      return Answers.body(
        rows.first?["body"] ?? "[]", .ok, [.contentRange: range, .contentLocation: location])
    } catch let error as PostgresError {
      return answer(to: error)
    } catch {
      return Answers.error(.internalServerError, "PGRSTX00", "\(error)")
    }
  }

  private var location: String { "/\(table)" }

  private var statement: (sql: String, parameters: [Value], offset: Int) {
    var parameters: [Value] = []
    var conditions: [String] = []
    for item in query where item.value.hasPrefix("eq.") {
      parameters.append(.text(String(item.value.dropFirst(3))))
      conditions.append("\(Quoting.identifier(item.name))::text = $\(parameters.count)")
    }
    let offset = max(0, query["offset"].flatMap { Int($0) } ?? 0)
    let limit = min(1000, max(0, query["limit"].flatMap { Int($0) } ?? 1000))
    let filter = conditions.isEmpty ? "" : " WHERE " + conditions.joined(separator: " AND ")
    let columns = (query["select"] ?? "*").split(separator: ",").map { name in
      name == "*" ? "*" : Quoting.identifier(String(name))
    }
    let sql = """
      SELECT coalesce(json_agg(t), '[]')::text AS body, count(*) AS count FROM (
        SELECT \(columns.isEmpty ? "*" : columns.joined(separator: ","))
        FROM \(Quoting.qualified(schema, table))\(filter) LIMIT \(limit) OFFSET \(offset)) AS t
      """
    return (sql, parameters, offset)
  }

  private func answer(to error: PostgresError) -> HTTPResponse {
    guard let state = error.sqlState?.rawValue else {
      let isConnecting = error.code == .connectionFailed || error.code == .authenticationFailed
      return isConnecting
        ? Answers.error(
          .serviceUnavailable, "PGRST000", "Database connection error.", details: error.message)
        : Answers.error(
          .serviceUnavailable, "PGRST001", "Database client error. Retrying the connection.")
    }
    let status: HTTPStatusCode
    switch state {
    case "42501": status = role == "anon" ? .unauthorized : .forbidden
    case "57014": status = .internalServerError
    case "57P01": status = .serviceUnavailable
    case _ where state.hasPrefix("53") || state.hasPrefix("08"): status = .serviceUnavailable
    default: status = .badRequest
    }
    return Answers.error(status, state, error.message, hint: error.hint)
  }
}

extension HTTPHeader {
  static let contentLocation = HTTPHeader("Content-Location")
}
