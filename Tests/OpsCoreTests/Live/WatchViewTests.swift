import Testing

@testable import OpsCore

@Suite("What watch shows")
struct WatchViewTests {
  private static let columns = [
    Column("id", "ID", .id, importance: .essential), Column("file", "FILE", importance: .essential),
  ]

  private static func found(
    _ files: [String], notices: [String] = [], isReconnected: Bool = false
  ) -> WatchedCommand.Found {
    WatchedCommand.Found(
      report: .list(
        Table(
          columns: columns,
          rows: files.enumerated().map { [.text("id\($0.offset)"), .text($0.element)] })),
      notices: notices, isReconnected: isReconnected)
  }

  private static func view(
    format: OutputFormat = .table, width: Int? = 40, hasColor: Bool = false
  ) -> WatchView {
    var view = WatchView(
      command: "batches", interval: .seconds(2), environment: "dev",
      rendering: Rendering(format: format, width: width, hasColor: hasColor))
    view.now = { Instant(secondsSinceEpoch: 43_384) }
    return view
  }

  private static let lost = OpsError(.cannotConnect, "connection refused")

  @Test("The command, the place, the time and the way out come first, then what was found")
  func screen() throws {
    var view = Self.view()
    #expect(try !view.take(.success(Self.found(["a", "b"]))))
    #expect(
      view.screen(LiveSize(columns: 40, rows: 10)) == [
        "every 2s: batch…  dev  12:03:04Z  q ends", "", "  ID   FILE", "  ───  ────", "  id0  a",
        "  id1  b",
      ])
    _ = try view.take(.success(Self.found(["a", "c", "d"], notices: ["a notice"])))
    #expect(
      view.screen(LiveSize(columns: 60, rows: 10)) == [
        "every 2s: batches                     dev  12:03:04Z  q ends", "", "  ID   FILE",
        "  ───  ────", "  id0  a", "* id1  c", "+ id2  d", "a notice",
      ])
    _ = try view.take(.success(Self.found(["a"])))
    #expect(view.screen(LiveSize(columns: 60, rows: 10)).last == "- 2 lines are gone")
  }

  @Test(
    "What does not fit is counted, and nothing is wider or longer than the screen",
    arguments: [1, 4, 20, 40, 200], [1, 3, 5, 24])
  func bounds(columns: Int, rows: Int) throws {
    for (format, hasColor) in OutputFormat.allCases.flatMap({ [($0, false), ($0, true)] }) {
      var view = Self.view(format: format, width: columns, hasColor: hasColor)
      _ = try view.take(.success(Self.found(HostileText.all.map { String($0.text.prefix(300)) })))
      _ = try view.take(
        .success(
          Self.found(HostileText.all.reversed().map { String($0.text.prefix(300)) }, notices: ["n"])
        ))
      let lines = view.screen(LiveSize(columns: columns, rows: rows))
      for line in lines {
        #expect(FramePainter.width(of: line) <= columns, "\(format) \(line)")
        let bare = line.replacing("\u{1B}[", with: "")
        #expect(!bare.unicodeScalars.contains(where: Sanitiser.isObeyed))
      }
      if rows >= 5, columns >= 20 {
        #expect(lines.count <= rows)
        #expect(lines.contains { $0.hasPrefix("… ") && $0.contains("more") })
      }
    }
  }

  @Test("A lost connection is told with its time, what was seen stays, and it goes on")
  func lost() throws {
    var view = Self.view()
    _ = try view.take(.success(Self.found(["a"])))
    _ = view.news()
    #expect(try !view.take(.failure(Self.lost)))
    _ = try view.take(.failure(Self.lost))
    let lines = view.screen(LiveSize(columns: 60, rows: 10))
    #expect(lines[1] == "lost connection at 12:03:04Z, trying again")
    #expect(lines.contains("  id0  a"))
    #expect(view.news() == ["12:03:04Z ! lost connection, trying again: connection refused"])
    _ = try view.take(.success(Self.found(["a"])))
    #expect(view.news() == ["12:03:04Z ! connected again"])
    #expect(!view.screen(LiveSize(columns: 60, rows: 10)).contains { $0.contains("lost") })
  }

  @Test("What is overdue says so at once, so that nothing old looks alive")
  func overdue() throws {
    var view = Self.view()
    let size = LiveSize(columns: 60, rows: 10)
    #expect(view.screen(size, silence: .seconds(7)).last == "no answer for 7s")
    _ = try view.take(.success(Self.found(["a"])))
    let lines = view.screen(size, silence: .milliseconds(7900))
    #expect(lines[1] == "no answer for 7s" && lines.contains("  id0  a"))
    #expect(!view.screen(size).contains { $0.contains("no answer") })
  }

  @Test("A connection that was made anew is told once, with its time")
  func reconnected() throws {
    var view = Self.view()
    _ = try view.take(.success(Self.found(["a"], isReconnected: true)))
    #expect(!view.news().contains { $0.contains("made anew") })
    _ = try view.take(.success(Self.found(["a"], isReconnected: true)))
    #expect(view.news() == ["12:03:04Z ! the connection was lost and made anew"])
    let size = LiveSize(columns: 60, rows: 10)
    #expect(view.screen(size)[1] == "the connection was lost and made anew at 12:03:04Z")
    view.now = { Instant(secondsSinceEpoch: 43_395) }
    _ = try view.take(.success(Self.found(["a"])))
    #expect(view.news().isEmpty)
    #expect(!view.screen(size).contains { $0.contains("made anew") })
  }

  @Test("What fails at the first look ends it; later it is shown")
  func failures() throws {
    var view = Self.view()
    #expect(throws: Self.lost) { try view.take(.failure(Self.lost)) }
    _ = try view.take(.success(Self.found(["a"])))
    _ = try view.take(.failure(OpsError(.failed, "no batch \u{1B}[2J")))
    #expect(view.screen(LiveSize(columns: 60, rows: 10))[1] == "no batch \\x1B[2J")
    #expect(throws: CancellationError.self) { try view.take(.failure(CancellationError())) }
  }

  @Test("Where there is no screen each change is a line with its time, and no change is none")
  func plain() throws {
    var view = Self.view(width: nil)
    _ = try view.take(.success(Self.found(["a", "b"])))
    #expect(
      view.news() == [
        "12:03:04Z   ID   FILE", "12:03:04Z   ───  ────", "12:03:04Z   id0  a",
        "12:03:04Z   id1  b",
      ])
    _ = try view.take(.success(Self.found(["a", "b"])))
    #expect(view.news().isEmpty)
    _ = try view.take(.success(Self.found(["c"])))
    #expect(view.news() == ["12:03:04Z * id0  c", "12:03:04Z - id1  b"])
  }

  @Test("Programs get one object a change")
  func json() throws {
    var view = Self.view(format: .ndjson, width: nil)
    _ = try view.take(.success(Self.found(["a"])))
    _ = try view.take(.success(Self.found(["a"])))
    #expect(
      view.news() == [
        #"{"time":"1970-01-01T12:03:04Z","result":[{"id":"id0","file":"a"}]}"#
      ])
  }
}
