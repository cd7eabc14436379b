import Glibc
import Synchronization

/// A server on 127.0.0.1 that gives scripted answers, one connection after the other, and keeps what it was asked.
final class HTTPDouble: Sendable {
  /// Returns the raw response to a path; nil closes the connection without one.
  typealias Script = @Sendable (_ path: String) -> String?

  /// What a client asks.
  struct Request: Sendable {
    let method: String
    let path: String
    /// First line and headers.
    let head: String
    let body: String
  }

  let port: UInt16
  private let state: State

  /// Starts to listen; without a script callers are never answered.
  convenience init(_ script: Script?) throws {
    try self.init(isSilent: script == nil, answer: { script?($0.path) })
  }

  /// Starts to listen for requests with bodies.
  static func answering(
    _ answer: @escaping @Sendable (Request) -> String?
  ) throws -> HTTPDouble {
    try HTTPDouble(isSilent: false, answer: answer)
  }

  private init(isSilent: Bool, answer: @escaping @Sendable (Request) -> String?) throws {
    let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    var size = socklen_t(MemoryLayout<sockaddr_in>.size)
    let isBound = unsafe withUnsafeMutablePointer(to: &address) { pointer in
      unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { pointer in
        unsafe bind(listener, pointer, size) == 0 && listen(listener, 64) == 0
          && getsockname(listener, pointer, &size) == 0
      }
    }
    guard isBound else { throw CannotListen() }
    port = UInt16(bigEndian: address.sin_port)
    state = State(listener: listener, script: answer)
    guard !isSilent else { return }
    var thread = pthread_t()
    let box = unsafe Unmanaged.passRetained(state).toOpaque()
    let status = unsafe pthread_create(&thread, nil, { unsafe serve($0) }, box)
    guard status == 0 else { throw CannotListen() }
    pthread_detach(thread)
  }

  deinit {
    // Ends the accept that the thread waits in.
    shutdown(state.listener, Int32(SHUT_RDWR))
  }

  /// The requests so far: first line and headers.
  var requests: [String] { state.requests.withLock { $0 } }
  /// The address for a client.
  var url: String { "http://127.0.0.1:\(port)" }

  /// Makes a JSON answer.
  static func json(_ status: String, _ body: String, headers: String = "") -> String {
    "HTTP/1.1 \(status)\r\nContent-Type: application/json; charset=utf-8\r\n\(headers)"
      + "Content-Length: \(body.utf8.count)\r\nConnection: close\r\n\r\n\(body)"
  }

  struct CannotListen: Error {}

  fileprivate final class State: Sendable {
    let listener: Int32
    let script: @Sendable (Request) -> String?
    let requests = Mutex<[String]>([])

    init(listener: Int32, script: @escaping @Sendable (Request) -> String?) {
      self.listener = listener
      self.script = script
    }

    deinit { close(listener) }
  }
}

private func serve(_ box: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
  guard let box = unsafe box else { return nil }
  let state = unsafe Unmanaged<HTTPDouble.State>.fromOpaque(box).takeRetainedValue()
  while true {
    let connection = accept(state.listener, nil, nil)
    guard connection >= 0 else { return nil }
    answer(connection, state)
    close(connection)
  }
}

private func answer(_ connection: Int32, _ state: HTTPDouble.State) {
  var bytes: [UInt8] = []
  guard
    receive(
      into: &bytes, from: connection, until: { $0.suffix(4).elementsEqual(Array("\r\n\r\n".utf8)) })
  else { return }
  let head = String(decoding: bytes, as: UTF8.self)
  state.requests.withLock { $0.append(head) }
  var body: [UInt8] = []
  let length =
    head.split(separator: "\r\n").first { $0.lowercased().hasPrefix("content-length:") }
    .flatMap { Int($0.dropFirst(15).drop(while: { $0 == " " })) } ?? 0
  guard receive(into: &body, from: connection, until: { $0.count >= length }) else { return }
  let words = head.split(separator: " ")
  let request = HTTPDouble.Request(
    method: words.first.map(String.init) ?? "",
    path: words.dropFirst().first.map(String.init) ?? "", head: head,
    body: String(decoding: body, as: UTF8.self))
  guard let response = state.script(request) else { return }
  let text = Array(response.utf8)
  _ = unsafe send(connection, text, text.count, Int32(MSG_NOSIGNAL))
}

/// Reads byte by byte, so that nothing beyond the end is taken; false when the client has gone before it.
private func receive(
  into bytes: inout [UInt8], from connection: Int32, until isEnd: ([UInt8]) -> Bool
) -> Bool {
  var byte: UInt8 = 0
  while !isEnd(bytes) {
    guard unsafe recv(connection, &byte, 1, 0) == 1 else { return false }
    bytes.append(byte)
  }
  return true
}
