internal import Glibc
internal import Synchronization

/// A way to a server on this machine that can be blocked, so that tests see what is shown while it answers slowly.
public final class SlowLink: Sendable {
  /// The address for clients.
  public let url: String
  private let state: State

  /// Opens a way to a port of 127.0.0.1.
  ///
  /// - Throws: `ProcessError` when no port can be had.
  public init(to port: Int) throws {
    let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    _ = fcntl(listener, F_SETFD, FD_CLOEXEC)
    state = State(listener: listener, target: UInt16(port))
    guard let own = Address.bind(listener) else { throw ProcessError("cannot listen") }
    url = "http://127.0.0.1:\(own)"
    Self.onThread { [state] in
      while true {
        let client = accept(state.listener, nil, nil)
        guard client >= 0 else { return }
        guard let pair = Pair(client, Address.connect(to: state.target)) else { continue }
        Self.onThread { pair.carry(.requests, state) }
        Self.onThread { pair.carry(.answers, state) }
      }
    }
  }

  deinit {
    // Ends the accept that the thread waits in.
    shutdown(state.listener, Int32(SHUT_RDWR))
    release()
  }

  /// Lets so many requests that begin like this through from now on, and none after them.
  public func hold(requests beginning: String, after count: Int) {
    state.rule.withLock { $0 = Rule(beginning: Array(beginning.utf8), requests: count) }
  }

  /// Lets so many bytes of answers through from now on, and none after them.
  public func hold(afterBytes count: Int) {
    state.rule.withLock { $0 = Rule(bytes: count) }
  }

  /// Lets everything through.
  public func release() {
    state.rule.withLock { $0 = Rule() }
  }

  private static func onThread(_ body: @escaping @Sendable () -> Void) {
    let start = unsafe Unmanaged.passRetained(Start(body))
    var thread = pthread_t()
    let status = unsafe pthread_create(&thread, nil, { unsafe runStart($0) }, start.toOpaque())
    if status == 0 { pthread_detach(thread) } else { unsafe start.release() }
  }

  fileprivate final class Start: Sendable {
    let body: @Sendable () -> Void
    init(_ body: @escaping @Sendable () -> Void) { self.body = body }
  }
}

private func runStart(_ box: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
  guard let box = unsafe box else { return nil }
  unsafe Unmanaged<SlowLink.Start>.fromOpaque(box).takeRetainedValue().body()
  return nil
}

/// What may still go through.
private struct Rule {
  var beginning: [UInt8] = []
  var requests = Int.max
  var bytes = Int.max

  /// How much of these bytes may go on now.
  mutating func share(of bytes: ArraySlice<UInt8>, _ direction: Pair.Direction) -> Int {
    switch direction {
    case .requests:
      guard requests < .max, bytes.starts(with: beginning) else { return bytes.count }
      guard requests > 0 else { return 0 }
      requests -= 1
      return bytes.count
    case .answers:
      guard self.bytes < .max else { return bytes.count }
      let share = min(self.bytes, bytes.count)
      self.bytes -= share
      return share
    }
  }
}

private final class State: Sendable {
  let listener: Int32
  let target: UInt16
  let rule = Mutex(Rule())

  init(listener: Int32, target: UInt16) {
    self.listener = listener
    self.target = target
  }

  deinit { close(listener) }
}

/// A client and its server.
private final class Pair: Sendable {
  enum Direction { case requests, answers }

  private let client: Int32
  private let server: Int32

  init?(_ client: Int32, _ server: Int32) {
    self.client = client
    self.server = server
    for end in [client, server] { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    guard server >= 0 else { return nil }
  }

  deinit {
    close(client)
    close(server)
  }

  func carry(_ direction: Direction, _ state: State) {
    let (from, to) = direction == .requests ? (client, server) : (server, client)
    var chunk = [UInt8](repeating: 0, count: 1 << 14)
    while true {
      let count = recv(from, &chunk, chunk.count)
      guard count > 0 else { break }
      var rest = chunk[..<count]
      while !rest.isEmpty {
        let share = state.rule.withLock { $0.share(of: rest, direction) }
        guard share > 0 else {
          usleep(10_000)
          continue
        }
        guard send(to, Array(rest.prefix(share))) else { break }
        rest = rest.dropFirst(share)
      }
      guard rest.isEmpty else { break }
    }
    shutdown(to, Int32(SHUT_WR))
  }

  private func recv(_ descriptor: Int32, _ bytes: inout [UInt8], _ count: Int) -> Int {
    unsafe Glibc.recv(descriptor, &bytes, count, 0)
  }

  private func send(_ descriptor: Int32, _ bytes: [UInt8]) -> Bool {
    var start = 0
    while start < bytes.count {
      let count = unsafe bytes.withUnsafeBytes {
        unsafe Glibc.send(
          descriptor, $0.baseAddress?.advanced(by: start), $0.count - start, Int32(MSG_NOSIGNAL))
      }
      guard count > 0 else { return false }
      start += count
    }
    return true
  }
}

private enum Address {
  /// Listens on a free port, and returns it.
  static func bind(_ listener: Int32) -> UInt16? {
    var address = address(0)
    var size = socklen_t(MemoryLayout<sockaddr_in>.size)
    let isBound = unsafe withUnsafeMutablePointer(to: &address) { pointer in
      unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { pointer in
        unsafe Glibc.bind(listener, pointer, size) == 0 && listen(listener, 64) == 0
          && getsockname(listener, pointer, &size) == 0
      }
    }
    return isBound ? UInt16(bigEndian: address.sin_port) : nil
  }

  /// Connects to a port; negative when nobody listens.
  static func connect(to port: UInt16) -> Int32 {
    let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    var address = address(port)
    let isConnected = unsafe withUnsafePointer(to: &address) { pointer in
      unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { pointer in
        unsafe Glibc.connect(descriptor, pointer, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
      }
    }
    guard !isConnected else { return descriptor }
    close(descriptor)
    return -1
  }

  private static func address(_ port: UInt16) -> sockaddr_in {
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = port.bigEndian
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    return address
  }
}
