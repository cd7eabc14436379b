internal import FoundationEssentials

/// A line that was run: one line of the history file, as JSON.
public struct HistoryEntry: Sendable, Equatable {
  /// When the line was started.
  public var time: Instant
  /// The environment at that moment.
  public var environment: String
  /// How it ended.
  public var status: ExitStatus
  /// How long it took; nil when that was not written down.
  public var milliseconds: Int?
  /// The session that ran it; nil when that was not written down.
  public var session: String?
  /// What was run in its place, when an alias stood there; nil when the line meant itself.
  public var ran: String?
  /// What its short references named, and how many batches it was to change.
  public var trace: LineTrace
  /// The line as it was typed.
  public var text: String

  /// Makes an entry.
  public init(
    time: Instant, environment: String, status: ExitStatus, milliseconds: Int? = nil,
    session: String? = nil, ran: String? = nil, trace: LineTrace = LineTrace(), text: String
  ) {
    self.time = time
    self.environment = environment
    self.status = status
    self.milliseconds = milliseconds
    self.session = session
    self.ran = ran
    self.trace = trace
    self.text = text
  }

  /// The entry as it is written, with its line end; the text is always last.
  var line: String {
    var fields: [(String, DataValue)] = [
      ("time", .time(time)), ("env", .text(environment)), ("exit", .int(Int64(status.rawValue))),
    ]
    if let milliseconds { fields.append(("ms", .int(Int64(milliseconds)))) }
    if let session { fields.append(("session", .text(session))) }
    if let ran { fields.append(("ran", .text(ran))) }
    if !trace.ids.isEmpty {
      let ids = trace.ids.sorted { $0.key < $1.key }.map { ($0.key, DataValue.text($0.value)) }
      fields.append(("ids", .object(Fields(ids))))
    }
    if let planned = trace.planned { fields.append(("planned", .int(Int64(planned)))) }
    fields.append(("text", .text(text)))
    return JSONText.encode(.object(Fields(fields))) + "\n"
  }

  private struct Written: Decodable {
    let time: String
    let env: String
    let exit: Int32
    let ms: Int?
    let session: String?
    let ran: String?
    let ids: [String: String]?
    let planned: Int?
    let text: String
  }

  /// Reads a line of the file; nil for every line that is none of ours.
  init?(line: Substring) {
    guard line.hasPrefix("{\"time\":"),
      let written = try? JSONDecoder().decode(Written.self, from: Data(line.utf8)),
      let time = Instant(postgres: written.time)
    else { return nil }
    var trace = LineTrace()
    trace.ids = written.ids ?? [:]
    trace.planned = written.planned
    self.init(
      time: time, environment: written.env, status: ExitStatus(rawValue: written.exit),
      milliseconds: written.ms, session: written.session, ran: written.ran, trace: trace,
      text: written.text)
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

  /// Reads the environment of a line, as quickly; nil when it does not stand there as a plain word.
  static func environment(of line: Substring) -> String? { word(",\"env\":\"", of: line) }

  /// Reads the session of a line, as quickly; nil when it does not stand there as a plain word.
  static func session(of line: Substring) -> String? {
    word(",\"session\":\"", of: front(of: line))
  }

  private static func word(_ name: String, of line: Substring) -> String? {
    guard let key = line.firstRange(of: name) else { return nil }
    let rest = line[key.upperBound...]
    guard let end = rest.firstIndex(of: "\"") else { return nil }
    return rest[..<end].contains("\\") ? nil : String(rest[..<end])
  }

  /// Says as quickly whether a line has ended with a usage error.
  static func isMistyped(_ line: Substring) -> Bool {
    let front = front(of: line)
    return front.contains(",\"exit\":\(ExitStatus.usage.rawValue),")
      || front.hasSuffix(",\"exit\":\(ExitStatus.usage.rawValue)")
  }

  /// What stands in front of the text, which could say the same.
  private static func front(of line: Substring) -> Substring {
    line.firstRange(of: ",\"text\":\"").map { line[..<$0.lowerBound] } ?? line
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
