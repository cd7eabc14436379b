import Dispatch
import Glibc
import Postgres
import Testing

@testable import OpsCore

@Suite("Where output goes")
struct TextSinkTests {
  @Test("A reader that has gone is told from a device that refuses")
  func readerGone() {
    var ends: [Int32] = [-1, -1]
    #expect(unsafe pipe(&ends) == 0)
    close(ends[0])
    defer { close(ends[1]) }
    // dfops ignores the signal; here it is taken away again, because other tests start processes that inherit it.
    var signals = sigset_t()
    unsafe sigemptyset(&signals)
    unsafe sigaddset(&signals, SIGPIPE)
    var before = sigset_t()
    unsafe pthread_sigmask(SIG_BLOCK, &signals, &before)
    #expect(throws: SinkError.readerGone) { try DescriptorSink(ends[1]).write("x") }
    var now = timespec()
    _ = unsafe sigtimedwait(&signals, nil, &now)
    unsafe pthread_sigmask(SIG_SETMASK, &before, nil)
  }

  @Test("A full device is an error with the system's words")
  func full() {
    let descriptor = unsafe open("/dev/full", O_WRONLY | O_CLOEXEC)
    defer { close(descriptor) }
    let failure = #expect(throws: SinkError.self) { try DescriptorSink(descriptor).write("x") }
    #expect(failure == .failed(ENOSPC))
    #expect(failure?.message == "cannot write the output: no space left on device")
    #expect(throws: SinkError.failed(EBADF)) { try DescriptorSink(-1).write("x") }
  }

  @Test("A text larger than the pipe arrives whole, also where writing does not wait")
  func pieces() async throws {
    var ends: [Int32] = [-1, -1]
    #expect(unsafe pipe(&ends) == 0)
    let (reading, writing) = (ends[0], ends[1])
    defer { for end in [reading, writing] { close(end) } }
    _ = fcntl(writing, F_SETFL, O_NONBLOCK)
    let text = String(repeating: "0123456789abcdef", count: 40_000)
    let size = text.utf8.count
    // Reading and writing wait for each other, so neither may hold a thread of the tasks.
    async let received = withCheckedContinuation { continuation in
      DispatchQueue.global().async {
        var received: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 10_000)
        while received.count < size {
          let count = unsafe read(reading, &buffer, buffer.count)
          guard count > 0 else { break }
          received += buffer.prefix(count)
        }
        continuation.resume(returning: received)
      }
    }
    try await withCheckedThrowingContinuation { continuation in
      DispatchQueue.global().async {
        continuation.resume(with: Result { try DescriptorSink(writing).write(text) })
      }
    }
    #expect(await received == Array(text.utf8))
  }

  // MARK: Output

  /// Fails always.
  private struct Broken: TextSink {
    let error: SinkError
    func write(_ text: String) throws(SinkError) { throw error }
  }

  @Test("The first failure of a sink is kept over all copies, and nothing is written after it")
  func firstFailure() {
    let output = Output(results: Broken(error: .readerGone), messages: MemorySink())
    let copy = output
    copy.emit(.text("a"))
    #expect(output.resultFailure == .readerGone)
  }

  @Test("Messages are one harmless line each, and notices are left out when quiet")
  func messages() {
    let sink = MemorySink()
    var output = Output(results: MemorySink(), messages: sink)
    output.prefix = "stdin:12: "
    output.notice("a\n\u{1B}[2J")
    output.error(
      OpsError(.failed, "bad\u{202E}", hint: "do\nthis"), command: "reset")
    output.isQuiet = true
    output.notice("not this")
    #expect(
      sink.text == """
        stdin:12: a\\n\\x1B[2J
        stdin:12: dfops: reset: bad\\u{202E}
        stdin:12:   do\\nthis

        """)
  }

  @Test(
    "With a format for programs an error is an object, too",
    arguments: [OutputFormat.json, .ndjson])
  func errorObject(format: OutputFormat) throws {
    let sink = MemorySink()
    let output = Output(
      results: MemorySink(), messages: sink, rendering: Rendering(format: format))
    output.error(OpsError(.refused, "held", sqlState: .lockNotAvailable), command: "reset")
    #expect(
      sink.text == """
        dfops: reset: held
        {"error":{"command":"reset","code":"refused","message":"held","hint":null,\
        "sqlstate":"55P03","exit":4}}

        """)
  }
}
