internal import Crypto
internal import FoundationEssentials

/// Follows the chain line by line and keeps nothing but where it stands.
struct JournalCheck {
  private(set) var found = AuditVerification()
  /// The head kept beside the journal.
  private let beside: String?
  /// The head kept elsewhere.
  private let given: String?
  private var line = 0
  private var number = 0
  private var hash = JournalLine.origin
  private var besideLine: Int?
  private var givenLine: Int?
  private var broken: Broken?

  /// Lines that are not as they were written, and not sealed so far.
  private struct Broken {
    let line: Int
    var isTerminated = true
    var bytes = 0
    var hash = SHA256()
  }

  init(beside: String?, given: String?) {
    self.beside = beside
    self.given = given
  }

  /// Takes the next line.
  mutating func take(_ bytes: [UInt8], isTerminated: Bool) {
    line += 1
    guard let framed = JournalLine(bytes) else {
      var broken = self.broken ?? Broken(line: line)
      broken.isTerminated = isTerminated
      broken.bytes += bytes.count + 1
      broken.hash.update(data: Data(bytes))
      broken.hash.update(data: [0x0A])
      self.broken = broken
      return
    }
    if let seal = JournalSeal(framed) {
      check(seal)
    } else {
      if let broken { report("line \(broken.line) is not as it was written", at: broken.line) }
      found.entries += 1
    }
    broken = nil
    checkLink(framed)
    if !isTerminated { report("line \(line) has lost its line end", at: line) }
    number = framed.number
    hash = framed.hash
    if hash == beside { besideLine = line }
    if hash == given { givenLine = line }
  }

  /// Says what is known at the end of the file.
  mutating func finish() -> AuditVerification {
    if let broken {
      report(
        broken.isTerminated
          ? "line \(broken.line) is not as it was written"
          : "line \(broken.line) is torn: its end is missing", at: broken.line)
    }
    if line > 0, number > 0 { found.head = hash }
    checkBeside()
    checkGiven()
    return found
  }

  // MARK: The chain

  private mutating func check(_ seal: JournalSeal) {
    if let broken {
      guard broken.bytes == seal.tornBytes,
        Hexadecimal.text(broken.hash.finalize()) == seal.tornHash
      else { return report("line \(broken.line) is not as it was sealed", at: broken.line) }
      if seal.end != .lost {
        found.remarks.append("line \(broken.line) is torn, and sealed by line \(line)")
      }
    } else if seal.tornBytes > 0 {
      report("the torn line that line \(line) seals is missing", at: line)
    }
    switch seal.end {
    case .kept: break
    case .unproven:
      found.remarks.append("whether lines were missing before line \(line) cannot be proven")
    case .lost:
      let head = Sanitiser.visible(seal.head ?? "")
      report("the end was missing when line \(line) was written: audit.head said \(head)", at: line)
    }
  }

  private mutating func checkLink(_ framed: JournalLine) {
    guard framed.previous != hash || framed.number != number + 1 else { return }
    if framed.number > number + 1 {
      report("\(framed.number - number - 1) lines are missing before line \(line)", at: line)
    } else if framed.number <= number {
      report("line \(line) is out of its order or stands there twice", at: line)
    } else {
      report("line \(line) does not continue the line before it", at: line)
    }
  }

  // MARK: The heads

  private mutating func checkBeside() {
    guard let beside else {
      // A process that was ended between its first line and the head leaves one line behind.
      guard line > 1 else { return }
      return report("audit.head is missing, so whether the end is there cannot be proven", at: nil)
    }
    guard let besideLine else {
      return report(
        "its end is missing: audit.head says \(Sanitiser.visible(beside)), which is not in it",
        at: nil)
    }
    if besideLine < line, broken == nil {
      found.remarks.append("audit.head is older than the end, as after a process that was ended")
    }
  }

  private mutating func checkGiven() {
    guard let given else {
      guard line > 0 else { return }
      found.remarks.append(
        "a journal that was rewritten together with audit.head is found only by --head, with a"
          + " head that was kept elsewhere")
      return
    }
    guard let givenLine else {
      return report("the head \(Sanitiser.visible(given)) is not in it", at: nil)
    }
    if givenLine < line {
      found.remarks.append(
        "the head proves lines 1 to \(givenLine); those behind it are younger than that head")
    }
  }

  /// The first thing that is wrong is told; what follows is mostly its consequence.
  private mutating func report(_ problem: String, at line: Int?) {
    guard found.problem == nil else { return }
    found.problem = problem
    found.firstBad = line
  }
}
