import Synchronization
import Testing
import TestSupport

@testable import Postgres

@Suite("COPY")
struct CopyTests {
  private struct DiskFull: Error {}

  /// Keeps what a COPY hands over.
  private final class Sink: Sendable {
    private let bytes = Mutex<[UInt8]>([])
    var all: [UInt8] { bytes.withLock(\.self) }
    var text: String { String(decoding: all, as: UTF8.self) }

    func take(_ piece: UnsafeRawBufferPointer) {
      let piece = unsafe Array(piece)
      bytes.withLock { $0 += piece }
    }
  }

  @Test("The bytes are exactly those of the server")
  func copiesExactly() async throws {
    let connection = try await TestServer.shared().database().connect()
    let sink = Sink()
    let rows = try await connection.transaction { transaction in
      unsafe try await transaction.copyOut(
        """
        COPY (SELECT * FROM (VALUES (1, E'a,"b"\\nc', NULL), (2, 'é👍', ''), (3, E'\\x1b[31m', ' '))
              AS t (i, s, n)) TO STDOUT (FORMAT csv, HEADER)
        """
      ) { unsafe sink.take($0) }
    }
    #expect(rows == 3)
    #expect(sink.text == "i,s,n\n1,\"a,\"\"b\"\"\nc\",\n2,é👍,\"\"\n3,\u{1b}[31m, \n")
  }

  @Test("Many rows arrive in order", arguments: [0, 1, 100_000])
  func copiesMany(_ count: Int) async throws {
    let connection = try await TestServer.shared().database().connect()
    let sink = Sink()
    let rows = try await connection.transaction { transaction in
      unsafe try await transaction.copyOut(
        "COPY (SELECT generate_series(1, \(count))) TO STDOUT"
      ) { unsafe sink.take($0) }
    }
    #expect(rows == Int64(count))
    let expected = (0..<count).flatMap { Array("\($0 + 1)\n".utf8) }
    #expect(sink.all == expected)
  }

  @Test("Bytes that are not UTF-8 pass unchanged")
  func copiesBinary() async throws {
    let connection = try await TestServer.shared().database().connect()
    let sink = Sink()
    _ = try await connection.transaction { transaction in
      unsafe try await transaction.copyOut(
        "COPY (SELECT '\\x00ff80'::bytea) TO STDOUT (FORMAT binary)"
      ) { unsafe sink.take($0) }
    }
    #expect(sink.all.suffix(5) == [0x00, 0xff, 0x80, 0xff, 0xff])
  }

  @Test("An error of the sink stops the server and is rethrown")
  func stopsAtSinkError() async throws {
    let connection = try await TestServer.shared().database().connect()
    await #expect(throws: DiskFull.self) {
      try await connection.transaction { transaction in
        unsafe try await transaction.copyOut(
          "COPY (SELECT generate_series(1, 1000000000)) TO STDOUT"
        ) { _ in throw DiskFull() }
      }
    }
    #expect(try await connection.read("SELECT 1").count == 1)
  }

  @Test("A cancel ends the stream")
  func cancels() async throws {
    let connection = try await TestServer.shared().database().connect()
    let sink = Sink()
    let error = await #expect(throws: PostgresError.self) {
      try await connection.transaction { transaction in
        unsafe try await transaction.copyOut(
          // Enough rows that the server sends some before it sleeps.
          "COPY (SELECT generate_series(1, 10000) UNION ALL SELECT 0 FROM pg_sleep(600)) TO STDOUT"
        ) { piece in
          unsafe sink.take(piece)
          connection.cancel()
        }
      }
    }
    #expect(error?.code == .interrupted)
    #expect(sink.text.hasPrefix("1\n2\n"))
    #expect(try await connection.read("SELECT 1").count == 1)
  }

  @Test(
    "A statement that fails or is no COPY leaves the connection usable",
    arguments: [
      ("COPY nowhere TO STDOUT", PostgresError.Code.server), ("SELECT 1", .misuse),
      ("COPY (SELECT 1/(2-x) FROM generate_series(1, 2) x) TO STDOUT", .server),
    ])
  func reportsErrors(_ sql: String, _ code: PostgresError.Code) async throws {
    let connection = try await TestServer.shared().database().connect()
    let error = await #expect(throws: PostgresError.self) {
      try await connection.transaction { transaction in
        unsafe try await transaction.copyOut(sql) { _ in }
      }
    }
    #expect(error?.code == code)
    #expect(try await connection.read("SELECT 1").count == 1)
  }
}
