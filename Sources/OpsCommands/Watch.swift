internal import ArgumentParser
internal import OpsCore

/// Repeats a command that only reads, in place.
struct Watch: OpsCommand {
  static let configuration = CommandConfiguration(
    commandName: "watch", abstract: "Repeat a command that only reads, in place.",
    discussion: """
      What has changed since the last look is marked: * a row that is another than before, + a new \
      one. q, ESC and ^C end it, the blank looks again at once. A lost connection is made anew, and \
      the screen says so. Rows have no places here: %3 stays what the last listing has shown. Where \
      the output is no terminal, each change is a line with its time.

      EXAMPLE
        watch 2s batches --status failed
      """)
  static let requirements: Requirements = []
  static let group = OpsCore.CommandGroup.batches
  private static let shortest = Duration.milliseconds(200)

  @Argument(
    help: ArgumentHelp("From one look to the next (500ms, 2s, 1m).", valueName: "interval"),
    transform: Durations.interval)
  var interval: Duration

  @Argument(
    parsing: .captureForPassthrough,
    help: ArgumentHelp("The command with its arguments.", valueName: "command"))
  var command: [String]

  mutating func validate() throws {
    guard interval >= Self.shortest else {
      throw ValidationError("the interval is at least 200ms")
    }
    guard !command.isEmpty else { throw ValidationError("there is no command to repeat") }
  }

  mutating func run(in context: Context) async throws -> Report {
    try await WatchedCommand(command, every: interval, in: context).run()
    return .none
  }
}
