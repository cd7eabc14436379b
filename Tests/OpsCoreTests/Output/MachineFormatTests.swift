import FoundationEssentials
import Testing

@testable import OpsCore

@Suite("Formats for programs")
struct MachineFormatTests {
  private func list(_ values: [DataValue]) -> Report {
    .list(
      Table(
        columns: [
          Column("n", "N", tableOnly: true), Column("value", "VALUE"),
          Column("hidden", "H", machineOnly: true),
        ], rows: values.map { [.int(1), $0, .int(2)] }))
  }

  @Test(
    "JSON carries every text byte for byte, and no terminal obeys it", arguments: HostileText.all)
  func json(_ hostile: HostileText) throws {
    struct Row: Decodable {
      var value: String
      var hidden: Int
    }
    let text = Rendering(format: .json).text(of: list([.text(hostile.text)]))
    let rows = try JSONDecoder().decode([Row].self, from: Data(text.utf8))
    #expect(rows.map { Array($0.value.utf8) } == [Array(hostile.text.utf8)])
    #expect(!text.unicodeScalars.contains { $0 != "\n" && Sanitiser.isObeyed($0) })
    let line = Rendering(format: .ndjson).text(of: list([.text(hostile.text)]))
    #expect(line.utf8.count { $0 == 0x0A } == 1)
    let row = try JSONDecoder().decode(Row.self, from: Data(line.utf8))
    #expect(Array(row.value.utf8) == Array(hostile.text.utf8))
  }

  @Test(
    "JSON has exactly these bytes",
    arguments: [
      (.null, "null"), (.bool(true), "true"), (.int(.min), "-9223372036854775808"),
      (.double(0.1), "0.1"), (.double(-0.0), "0"), (.double(12), "12"), (.double(1e21), "1e+21"),
      (.double(.nan), "null"), (.double(-.infinity), "null"),
      (.text("é\"\\/\n\r\t\u{1B}\u{0}"), #""é\"\\/\n\r\t\u001b\u0000""#),
      (.text("\u{7F}\u{9B}\u{202E}\u{2028}👩‍👧"), "\"\\u007f\\u009b\\u202e\\u2028👩‍👧\""),
      (.time(Instant(secondsSinceEpoch: 0)), "\"1970-01-01T00:00:00Z\""), (.array([]), "[]"),
      (.array([.int(1), .array([.null])]), "[1,[null]]"), (.object([:]), "{}"),
      (.object(["b": .int(1), "a\"": .object(["x": .null])]), #"{"b":1,"a\"":{"x":null}}"#),
    ] as [(DataValue, String)])
  func jsonBytes(value: DataValue, text: String) {
    #expect(JSONText.encode(value) == text)
  }

  @Test("JSON is an array of objects for lists, one object otherwise")
  func jsonShapes() {
    let json = Rendering(format: .json)
    #expect(json.text(of: list([])) == "[]\n")
    #expect(
      json.text(of: list([.int(1), .null]))
        == "[\n  {\"value\":1,\"hidden\":2},\n  {\"value\":null,\"hidden\":2}\n]\n")
    #expect(
      json.text(of: .record(["a": .array([.int(1)]), "b": .array([])]))
        == "{\"a\":[1],\"b\":[]}\n")
    // On a screen somebody reads it.
    #expect(
      Rendering(format: .json, width: 80).text(
        of: .record(["a": .array([.int(1)]), "b": .array([])]))
        == "{\n  \"a\": [\n    1\n  ],\n  \"b\": []\n}\n")
    #expect(json.text(of: .none).isEmpty)
    #expect(json.text(of: .text("help\n")) == "{\"text\":\"help\\n\"}\n")
  }

  @Test("CSV carries every text byte for byte", arguments: HostileText.all)
  func csv(_ hostile: HostileText) throws {
    let text = Rendering(format: .csv).text(of: list([.text(hostile.text), .null]))
    let rows = try #require(Self.parsed(text))
    #expect(rows.count == 3)
    #expect(Array(rows[1][0].utf8) == Array(hostile.text.utf8))
    #expect(rows[2] == ["", "2"])
  }

  @Test(
    "A text that programs read is broken by no screen, and obeyed by none", arguments: [nil, 20])
  func source(width: Int?) {
    let line = "reset --status failed --source simplicity --filename 'x'"
    #expect(Rendering(width: width).text(of: .source(line + "\n")) == line + "\n")
    let hostile = Rendering(width: 20).text(of: .source("a\u{1B}[2Jb\n"))
    #expect(hostile == "a\\x1B[2Jb\n")
  }

  @Test("CSV on a screen, and only there, obeys no text", arguments: HostileText.all)
  func csvOnScreen(_ hostile: HostileText) {
    let text = Rendering(format: .csv, width: 80).text(of: list([.text(hostile.text)]))
    #expect(!text.unicodeScalars.contains { Sanitiser.isObeyed($0) && $0 != "\n" })
  }

  @Test(
    "CSV has exactly these bytes",
    arguments: [
      (.null, ""), (.text(""), "\"\""), (.text("a"), "a"), (.text("a,b"), "\"a,b\""),
      (.text("\""), "\"\"\"\""), (.text("a\nb"), "\"a\nb\""), (.text("a\r"), "\"a\r\""),
      // An accent on a quote makes it another character for people, not for CSV.
      (.text("\"\u{301}x"), "\"\"\"\u{301}x\""), (.text(" a "), " a "), (.bool(false), "false"),
      (.text("=1+1"), "=1+1"), (.text("\u{1B}[0m"), "\u{1B}[0m"), (.double(0.5), "0.5"),
      (.array([.text("a"), .int(1)]), "\"[\"\"a\"\",1]\""),
    ] as [(DataValue, String)])
  func csvBytes(value: DataValue, cell: String) {
    let text = Rendering(format: .csv).text(of: list([value]))
    #expect(Array(text.utf8) == Array("value,hidden\n\(cell),2\n".utf8))
  }

  @Test("A record is a header and one row; names are quoted, too")
  func csvRecord() {
    let text = Rendering(format: .csv).text(of: .record(["a": .int(1), "b,\"c": .null]))
    #expect(text == "a,\"b,\"\"c\"\n1,\n")
  }

  @Test(
    "Markdown has exactly these bytes",
    arguments: [
      ("a|b", "a\\|b"), ("a\nb", "a\\\\nb"), ("`x`", "\\`x\\`"), ("<b>", "\\<b\\>"),
      ("[x](y)", "\\[x\\](y)"), ("*_\\", "\\*\\_\\\\"), ("|\u{301}", "\\|\u{301}"),
      ("\u{1B}[2J", "\\\\x1B\\[2J"), ("", ""), ("日本", "日本"),
    ])
  func markdown(text: String, cell: String) {
    let table = Table(
      columns: [Column("a", "A"), Column("n", "N", .number)], rows: [[.text(text), .int(1)]])
    #expect(
      Array(Rendering(format: .markdown).text(of: .list(table)).utf8)
        == Array("| A | N |\n| --- | ---: |\n| \(cell) | 1 |\n".utf8))
  }

  @Test("Markdown keeps one line a row, whatever stands in it", arguments: HostileText.all)
  func markdownLines(_ hostile: HostileText) {
    let report = Report.record(["x": .text(hostile.text), "y": .text(hostile.text)])
    let text = Rendering(format: .markdown).text(of: report)
    #expect(text.utf8.count { $0 == 0x0A } == 4)
    #expect(!text.unicodeScalars.contains { $0 != "\n" && Sanitiser.isObeyed($0) })
  }

  /// A strict reader of RFC 4180; nil for what is no CSV.
  private static func parsed(_ text: String) -> [[String]]? {
    var rows: [[String]] = []
    var row: [String] = []
    var rest = text.unicodeScalars[...]
    while !rest.isEmpty {
      var cell = String.UnicodeScalarView()
      if rest.first == "\"" {
        rest.removeFirst()
        while let scalar = rest.popFirst() {
          if scalar == "\"" {
            guard rest.first == "\"" else { break }
            rest.removeFirst()
          }
          cell.append(scalar)
        }
      } else {
        while let scalar = rest.first, scalar != ",", scalar != "\n" {
          guard scalar != "\"" else { return nil }
          cell.append(scalar)
          rest.removeFirst()
        }
      }
      row.append(String(cell))
      switch rest.popFirst() {
      case ",": continue
      case "\n":
        rows.append(row)
        row = []
      default: return nil
      }
    }
    return row.isEmpty ? rows : nil
  }
}
