internal import FlyingFox
internal import Foundation
internal import Postgres

/// PostgREST's API, as far as an operator asks it: errors in the order in which the real one finds them.
struct APIHandler: HTTPHandler {
  let cache: SchemaCache
  let info: ConnectionInfo

  func handleRequest(_ request: HTTPRequest) async throws -> HTTPResponse {
    var response = await answer(request)
    guard request.method == .HEAD else { return response }
    let length = try await response.bodyData.count
    response = HTTPResponse(statusCode: response.statusCode, headers: response.headers)
    response.headers[.contentLength] = String(length)
    return response
  }

  private func answer(_ request: HTTPRequest) async -> HTTPResponse {
    let role: String
    do throws(TokenProblem) {
      role = try Token.role(of: request.headers[.authorization])
    } catch {
      return Answers.error(
        .unauthorized, "PGRST301", error.message,
        headers: [HTTPHeader("WWW-Authenticate"): "Bearer error=\"invalid_token\""])
    }
    // The key comes first, then the cache; the path is not looked at before there is one.
    guard let tables = cache.snapshot.tables else {
      return Answers.error(
        .serviceUnavailable, "PGRST002",
        "Could not query the database for the schema cache. Retrying.")
    }
    let isReading = request.method == .GET || request.method == .HEAD
    let profile = request.headers[HTTPHeader(isReading ? "Accept-Profile" : "Content-Profile")]
    let schema = profile ?? SchemaCache.exposed[0]
    guard SchemaCache.exposed.contains(schema) else {
      return Answers.error(
        .notAcceptable, "PGRST106", "Invalid schema: \(schema)",
        hint: "Only the following schemas are exposed: "
          + SchemaCache.exposed.joined(separator: ", "))
    }
    return await resource(request, schema, tables[schema] ?? [], role, isReading: isReading)
  }

  private func resource(
    _ request: HTTPRequest, _ schema: String, _ tables: Set<String>, _ role: String,
    isReading: Bool
  ) async -> HTTPResponse {
    var path = request.path.split(separator: "/").map(String.init)
    if path.starts(with: ["rest", "v1"]) { path.removeFirst(2) }
    guard let name = path.first else {
      return Answers.body(
        "{\"swagger\":\"2.0\",\"info\":{\"title\":\"PostgREST API\",\"version\":\"14.1\"},\"paths\":{}}",
        .ok, [.contentType: "application/openapi+json; charset=utf-8"])
    }
    if path.count == 2, name == "rpc" {
      let function = "\(schema).\(path[1])"
      return Answers.error(
        .notFound, "PGRST202",
        "Could not find the function \(function) without parameters in the schema cache",
        details: "Searched for the function \(function) without parameters, "
          + "but no matches were found in the schema cache.")
    }
    guard path.count == 1 else {
      return Answers.error(.notFound, "PGRST125", "Invalid path specified in request URL")
    }
    guard tables.contains(name) else {
      return Answers.error(
        .notFound, "PGRST205",
        "Could not find the table '\(schema).\(name)' in the schema cache")
    }
    guard isReading else {
      return Answers.error(
        .methodNotAllowed, "PGRST117", "Unsupported HTTP method: \(request.method.rawValue)")
    }
    let reading = TableReading(schema: schema, table: name, query: request.query, role: role)
    return await reading.answer(over: info)
  }
}
