internal import Children
internal import Glibc

/// Hands a text to the editor of whoever types, in a file that nobody else can read.
enum ExternalEditor {
  /// Why there is no other text.
  struct Failure: Error, Equatable {
    /// What happened, for people.
    var message: String
    /// Whether the editor was killed, so that it may have left the screen in disorder.
    var isKilled = false
  }

  /// What is read back at most, in bytes.
  private static let longest = 1 << 20

  /// The editor that the variables name; it may come with options.
  static func command(_ variables: [String?]) -> String {
    variables.lazy.compactMap { $0 }.first { $0.contains { !$0.isWhitespace } } ?? "vi"
  }

  /// Lets the text be edited, and returns it without line ends at its end.
  ///
  /// - Throws: ``Failure`` when the editor did not end well, or the file could not be used.
  static func edit(_ text: String, by command: String, signals: Signals) throws(Failure) -> String {
    let folder = try makeFolder()
    defer { remove(folder) }
    let path = folder + "/line.dfops"
    try write(text + "\n", to: path)
    try run(command, path, signals)
    var edited = try read(path)
    while edited.last?.isNewline == true { edited.removeLast() }
    return edited
  }

  private static func makeFolder() throws(Failure) -> String {
    let parent = unsafe getenv("TMPDIR").map { unsafe String(cString: $0) } ?? ""
    var template = Array(((parent.isEmpty ? "/tmp" : parent) + "/dfops-XXXXXX").utf8CString)
    guard unsafe mkdtemp(&template) != nil else { throw failure("make a folder") }
    return String(
      decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  private static func write(_ text: String, to path: String) throws(Failure) {
    let file = unsafe open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    guard file >= 0 else { throw failure("write a file") }
    defer { close(file) }
    let bytes = Array(text.utf8)
    guard unsafe Glibc.write(file, bytes, bytes.count) == bytes.count else {
      throw failure("write a file")
    }
  }

  private static func read(_ path: String) throws(Failure) -> String {
    let file = unsafe open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard file >= 0 else { throw failure("read the file again") }
    defer { close(file) }
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 1 << 16)
    while bytes.count <= longest {
      let count = unsafe Glibc.read(file, &chunk, chunk.count)
      guard count >= 0 else { throw failure("read the file again") }
      guard count > 0 else { return String(decoding: bytes, as: UTF8.self) }
      bytes += chunk.prefix(count)
    }
    throw Failure(message: "the text is longer than 1 MiB")
  }

  /// Editors leave copies beside the file.
  private static func remove(_ folder: String) {
    if let stream = unsafe opendir(folder) {
      while let entry = unsafe readdir(stream) {
        let name = unsafe withUnsafePointer(to: &entry.pointee.d_name.0) {
          unsafe String(cString: $0)
        }
        unsafe unlink(folder + "/" + name)
      }
      unsafe closedir(stream)
    }
    unsafe rmdir(folder)
  }

  private static func failure(_ deed: String) -> Failure {
    let reason = unsafe strerror(errno).map { unsafe String(cString: $0).lowercased() } ?? ""
    return Failure(message: "cannot \(deed) for the editor: \(reason)")
  }

  // MARK: Process

  /// Runs the editor as sh would, and waits for its end.
  private static func run(
    _ command: String, _ path: String, _ signals: Signals
  ) throws(Failure) {
    let child: Child
    do throws(StartFailure) {
      child = try Child(ChildStart(["/bin/sh", "-c", command + " \"$@\"", "sh", path]))
    } catch {
      throw Failure(message: "cannot start a shell for the editor: \(error.reason)")
    }
    switch wait(for: child, signals) {
    case .signalled(let signal):
      throw Failure(message: "the editor was killed by signal \(signal)", isKilled: true)
    case .exited(0): return
    case .exited(let code):
      // A shell in between tells of a signal like this.
      throw Failure(message: "the editor ended with status \(code)", isKilled: code > 128)
    }
  }

  private static func wait(for child: Child, _ signals: Signals) -> Child.Ending {
    while true {
      if let ending = child.endingIfEnded() { return ending }
      _ = Bell.wait(for: [signals.descriptor], until: .now + .milliseconds(50))
      // ^C was for the editor. Who wants this process to end wants the same of the editor.
      _ = signals.take()
      if signals.termination != nil { child.send(SIGHUP) }
    }
  }
}
