internal import AsyncHTTPClient
internal import NIOCore
internal import NIOHTTP1
internal import NIOPosix

/// One GET over HTTP, with a deadline for all of it.
///
/// The client is made for one round of questions and shut down after it: a command that asks nothing never has one.
/// Redirects are not followed, so that a key reaches only the host it was meant for.
struct HTTPFetch: Sendable {
  /// What came back.
  struct Answer: Sendable, Equatable {
    let status: Int
    /// The code that PostgREST puts beside the body; the only carrier in answers without one.
    let proxyStatus: String?
    let body: String
  }

  /// Why nothing came back, in words without addresses, keys or bodies.
  struct Failure: Error, Equatable {
    let reason: String
    /// Whether nobody was asked, because the question could not be put.
    var isOurs = false
  }

  private let client: HTTPClient
  private static let largestBody = 1 << 20

  /// Runs the body with a client and shuts it down.
  static func session<Success: Sendable>(
    _ body: (HTTPFetch) async -> Success
  ) async -> Success? {
    var configuration = HTTPClient.Configuration(redirectConfiguration: .disallow)
    configuration.httpVersion = .http1Only
    configuration.timeout.connect = .seconds(5)
    return try? await HTTPClient.withHTTPClient(configuration: configuration) { client in
      await body(HTTPFetch(client: client))
    }
  }

  /// Asks for a URL.
  func get(
    _ url: String, headers: [(name: String, value: String)], timeout: Duration
  ) async throws(Failure) -> Answer {
    var request = HTTPClientRequest(url: url)
    request.headers.add(name: "User-Agent", value: "dfops")
    for header in headers { request.headers.add(name: header.name, value: header.value) }
    do {
      let (seconds, attoseconds) = timeout.components
      let deadline = TimeAmount.nanoseconds(seconds * 1_000_000_000 + attoseconds / 1_000_000_000)
      let response = try await client.execute(request, timeout: deadline)
      let body = try await response.body.collect(upTo: Self.largestBody)
      return Answer(
        status: Int(response.status.code),
        proxyStatus: response.headers.first(name: "Proxy-Status"), body: String(buffer: body))
    } catch {
      throw Failure(reason: Self.reason(error), isOurs: Self.isOurs(error))
    }
  }

  /// Says whether nobody was asked, because the question could not be put.
  static func isOurs(_ error: any Error) -> Bool {
    guard let error = error as? HTTPClientError else { return false }
    let refusals: [HTTPClientError] = [
      .invalidURL, .emptyHost, .emptyScheme, .unsupportedScheme(""),
    ]
    // The scheme itself is part of the error, but not of its description.
    return refusals.contains { $0.shortDescription == error.shortDescription }
  }

  /// Says what went wrong, without addresses, keys or bodies.
  static func reason(_ error: any Error) -> String {
    guard let error = error as? HTTPClientError else {
      // What NIO says of a socket is short and about the socket; anything else might quote a header.
      return error is IOError || error is ChannelError || error is NIOConnectionError
        ? "cannot connect" : "the request failed (\(type(of: error)))"
    }
    switch error {
    case .deadlineExceeded, .readTimeout: return "no answer in time"
    case .connectTimeout, .getConnectionFromPoolTimeout: return "no connection in time"
    case .tlsHandshakeTimeout: return "no TLS handshake in time"
    case .remoteConnectionClosed: return "the connection was closed without an answer"
    case .invalidURL, .emptyHost, .emptyScheme: return "the URL is not one that can be asked"
    case .cancelled: return "interrupted"
    default: return error.shortDescription
    }
  }
}
