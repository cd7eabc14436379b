import Glibc
import Testing

@testable import Children

@Suite("Programs that are started")
struct ChildTests {
  @Test(
    "How a program ends is told as it is",
    arguments: [
      ("exit 0", .exited(0)), ("exit 200", .exited(200)), ("kill -9 $$", .signalled(SIGKILL)),
      ("kill -SEGV $$", .signalled(SIGSEGV)),
    ] as [(String, Child.Ending)])
  func endings(script: String, ending: Child.Ending) throws {
    let child = try Child(ChildStart(["sh", "-c", script]))
    #expect(child.wait() == ending)
    #expect(child.wait() == ending)
    #expect(child.endingIfEnded() == ending)
    #expect(!child.isRunning)
  }

  @Test("What has ended gets no signal, since its number may belong to another program")
  func ended() throws {
    let child = try Child(ChildStart(["true"]))
    _ = child.wait()
    #expect(!child.send(SIGKILL))
  }

  @Test("What does not exist is not started, and the reason is told")
  func absent() {
    #expect(throws: StartFailure(ENOENT)) { try Child(ChildStart(["no-such-program-here"])) }
    #expect(StartFailure(ENOENT).reason == "no such file or directory")
  }

  @Test("trap: neither what this process ignores nor what its threads block reaches a program")
  func signals() throws {
    signal(SIGPIPE, SIG_IGN)
    let masks = try output(of: "grep -E 'Sig(Ign|Blk)' /proc/self/status")
    let pipe = UInt64(1) << UInt64(SIGPIPE - 1)
    let values = masks.split(separator: "\n").compactMap {
      $0.split(separator: "\t").last.flatMap { UInt64($0, radix: 16) }
    }
    #expect(values.count == 2, "\(masks)")
    #expect(values.allSatisfy { $0 & pipe == 0 }, "\(masks)")
    #expect(masks.contains("SigBlk:\t0000000000000000"), "\(masks)")
  }

  @Test("A program has its variables and the descriptors that it was given, and no others")
  func inherits() throws {
    let leak = unsafe open("/dev/null", O_RDONLY)
    defer { close(leak) }
    #expect(try output(of: "echo $A; ls /proc/self/fd | wc -w", ["A": "b"]) == "b\n4\n")
  }

  @Test("trap: a signal reaches everything that a program with a group of its own has started")
  func group() throws {
    var ends: [Int32] = [-1, -1]
    #expect(unsafe pipe(&ends) == 0)
    let child = try Child(
      ChildStart(
        ["sh", "-c", "sleep 1000 & echo started; wait"], descriptors: [(ends[1], STDOUT_FILENO)],
        hasOwnGroup: true))
    close(ends[1])
    defer { close(ends[0]) }
    var chunk = [UInt8](repeating: 0, count: 64)
    #expect(unsafe read(ends[0], &chunk, chunk.count) == 8)
    #expect(child.send(SIGTERM))
    #expect(child.wait() == .signalled(SIGTERM))
    // It ends with the last one that could write to it.
    #expect(unsafe read(ends[0], &chunk, chunk.count) == 0)
  }

  @Test("A program that is stopped hears of a signal")
  func stopped() throws {
    let child = try Child(ChildStart(["sh", "-c", "kill -STOP $$; exit 7"]))
    #expect(child.send(SIGTERM))
    #expect(child.wait() == .signalled(SIGTERM))
  }

  /// Runs a script, and returns what it writes.
  private func output(of script: String, _ variables: [String: String]? = nil) throws -> String {
    var ends: [Int32] = [-1, -1]
    #expect(unsafe pipe(&ends) == 0)
    let child = try Child(
      ChildStart(
        ["/bin/sh", "-c", script], variables: variables, descriptors: [(ends[1], STDOUT_FILENO)]))
    close(ends[1])
    defer { close(ends[0]) }
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 4096)
    while true {
      let count = unsafe read(ends[0], &chunk, chunk.count)
      guard count > 0 else { break }
      bytes += chunk.prefix(count)
    }
    #expect(child.wait() == .exited(0))
    return String(decoding: bytes, as: UTF8.self)
  }
}
