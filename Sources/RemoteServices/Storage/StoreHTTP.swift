internal import AsyncHTTPClient
internal import NIOCore
internal import NIOHTTP1
internal import OpsCore

/// The requests of a store over HTTP: bounded in time and size, redirects not followed, so that a key reaches only the
/// host it was meant for.
enum StoreHTTP {
  /// What came back.
  struct Answer: Sendable, Equatable {
    let status: Int
    let body: [UInt8]

    var text: String { String(decoding: body.prefix(2000), as: UTF8.self) }
  }

  /// One request.
  struct Request: Sendable {
    var method = "GET"
    var url: String
    var headers: [(name: String, value: String)] = []
    var body: [UInt8]?
    var timeout = Duration.seconds(60)
  }

  /// An answer with the names of 1000 objects is well below this.
  private static let largestBody = 16 << 20

  /// Made with the first request of the process, and ends with it.
  private static let client: HTTPClient = {
    var configuration = HTTPClient.Configuration(redirectConfiguration: .disallow)
    configuration.httpVersion = .http1Only
    configuration.timeout.connect = .seconds(10)
    configuration.connectionPool.concurrentHTTP1ConnectionsPerHostSoftLimit = 32
    return HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
  }()

  /// Sends a request and reads all of the answer.
  static func send(_ request: Request) async throws(StoreFailure) -> Answer {
    do {
      let response = try await execute(request)
      let body = try await response.body.collect(upTo: largestBody)
      return Answer(status: Int(response.status.code), body: Array(body.readableBytesView))
    } catch {
      throw failure(error)
    }
  }

  /// Sends a request and gives the pieces of a body on as they come; another answer than 200 is read and returned.
  static func stream(
    _ request: Request, _ receive: ([UInt8]) throws -> Void
  ) async throws -> Answer {
    let response: HTTPClientResponse
    do {
      response = try await execute(request)
    } catch {
      throw failure(error)
    }
    guard response.status == .ok else {
      do {
        let body = try await response.body.collect(upTo: largestBody)
        return Answer(status: Int(response.status.code), body: Array(body.readableBytesView))
      } catch {
        throw failure(error)
      }
    }
    var pieces = response.body.makeAsyncIterator()
    while true {
      let piece: ByteBuffer?
      do {
        piece = try await pieces.next()
      } catch {
        throw failure(error)
      }
      guard let piece else { return Answer(status: 200, body: []) }
      try receive(Array(piece.readableBytesView))
    }
  }

  private static func execute(_ request: Request) async throws -> HTTPClientResponse {
    var sent = HTTPClientRequest(url: request.url)
    sent.method = HTTPMethod(rawValue: request.method)
    // Gateways refuse secret keys that come with a browser's name.
    sent.headers.add(name: "User-Agent", value: "dfops")
    for header in request.headers { sent.headers.add(name: header.name, value: header.value) }
    if let body = request.body { sent.body = .bytes(ByteBuffer(bytes: body)) }
    let (seconds, attoseconds) = request.timeout.components
    let deadline = TimeAmount.nanoseconds(seconds * 1_000_000_000 + attoseconds / 1_000_000_000)
    return try await client.execute(sent, timeout: deadline)
  }

  private static func failure(_ error: any Error) -> StoreFailure {
    StoreFailure(HTTPFetch.isOurs(error) ? .refused : .lost, HTTPFetch.reason(error))
  }

  /// Says what a status means when nothing in the body says more.
  static func failure(status: Int, _ detail: String?) -> StoreFailure {
    let text = "HTTP \(status)" + (detail.map { ": \($0)" } ?? "")
    switch status {
    case 401, 403: return StoreFailure(.denied, text)
    case 402: return StoreFailure(.refused, "\(text): the project is restricted")
    case 408, 423, 429, 500, 502...504, 520...530, 544: return StoreFailure(.busy, text)
    case 200..<300: return StoreFailure(.lost, "\(text): something else than the store answers")
    default: return StoreFailure(.refused, text)
    }
  }
}
