internal import OpsCore

/// A line that was run: one line of the history file, as JSON.
struct HistoryEntry: Equatable {
  var time: Instant
  var environment: String
  var status: ExitStatus
  var text: String

  /// The entry as it is written, with its line end.
  var line: String {
    let fields: Fields = [
      "time": .time(time), "env": .text(environment), "exit": .int(Int64(status.rawValue)),
      "text": .text(text),
    ]
    return JSONText.encode(.object(fields)) + "\n"
  }

  /// Reads the text of a line as ``line`` writes it; nil for every other line.
  ///
  /// It is the last field, so that a start of the shell need not wait for a JSON parser.
  static func text(of line: Substring) -> String? {
    guard line.hasPrefix("{\"time\":"), line.hasSuffix("\"}"),
      let key = line.firstRange(of: ",\"text\":\"")
    else { return nil }
    let body = line[key.upperBound...].dropLast(2)
    guard body.utf8.contains(UInt8(ascii: "\\")) else { return String(body) }
    return unescaped(body)
  }

  private static func unescaped(_ body: Substring) -> String? {
    var text = ""
    var rest = body.unicodeScalars[...]
    while let scalar = rest.popFirst() {
      guard scalar == "\\" else {
        text.unicodeScalars.append(scalar)
        continue
      }
      switch rest.popFirst() {
      case "n": text += "\n"
      case "r": text += "\r"
      case "t": text += "\t"
      case "u":
        guard let value = UInt32(String(rest.prefix(4)), radix: 16),
          let escaped = Unicode.Scalar(value)
        else { return nil }
        text.unicodeScalars.append(escaped)
        rest = rest.dropFirst(4)
      case let other?: text.unicodeScalars.append(other)
      case nil: return nil
      }
    }
    return text
  }
}
