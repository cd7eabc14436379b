internal import FlyingFox
internal import Foundation

/// Answers as PostgREST 14 writes them.
enum Answers {
  /// An error: the body's keys stand in PostgREST's order, and the code is in a header, too.
  static func error(
    _ status: HTTPStatusCode, _ code: String, _ message: String, details: String? = nil,
    hint: String? = nil, headers: HTTPHeaders = [:]
  ) -> HTTPResponse {
    let parts = [
      "\"code\":\(json(code))", "\"details\":\(json(details))", "\"hint\":\(json(hint))",
      "\"message\":\(json(message))",
    ]
    var headers = headers
    headers[HTTPHeader("Proxy-Status")] = "PostgREST; error=\(code)"
    if status.code == 503 { headers[HTTPHeader("Retry-After")] = "0" }
    return body("{" + parts.joined(separator: ",") + "}", status, headers)
  }

  /// A body of JSON.
  static func body(
    _ text: String, _ status: HTTPStatusCode = .ok, _ headers: HTTPHeaders = [:]
  ) -> HTTPResponse {
    var headers = headers
    headers[.contentType] = headers[.contentType] ?? "application/json; charset=utf-8"
    headers[HTTPHeader("Server")] = "postgrest/14.1"
    return HTTPResponse(statusCode: status, headers: headers, body: Data(text.utf8))
  }

  /// A text as JSON; nil is null.
  static func json(_ text: String?) -> String {
    guard let text else { return "null" }
    let encoder = JSONEncoder()
    encoder.outputFormatting = .withoutEscapingSlashes
    guard let data = try? encoder.encode(text) else { return "null" }
    return String(decoding: data, as: UTF8.self)
  }
}
