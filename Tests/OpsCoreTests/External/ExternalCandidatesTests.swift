import FoundationEssentials
import TestSupport
import Testing

@testable import OpsCore

@Suite struct ExternalCandidatesTests {
  private let folder = "/tmp/dfops-candidates-\(UInt32.random(in: .min ... .max))"

  private func candidates(_ script: String, _ words: [String] = [""]) async throws -> [String] {
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let path = folder + "/dfops-x"
    try TestProgram.write("#!/bin/sh\n" + script, to: path)
    let commands = ExternalCommands(processEnvironment: ["PATH": folder + ":/usr/bin:/bin"])
    let found = try #require(commands.find("x"))
    return await found.candidates(
      for: words, commands, in: Environment(name: "dev", isProtected: false),
      within: .seconds(2)
    ).map { $0.description.isEmpty ? $0.text : "\($0.text) -- \($0.description)" }
  }

  @Test("A program says what may follow the words, one candidate a line")
  func offers() async throws {
    let script = #"printf '%s\n' "$@"; printf 'INC-\tan incident\n'; echo "$DFOPS_ENVIRONMENT""#
    #expect(
      try await candidates(script, ["a b", "c"])
        == ["__complete", "a b", "c", "INC- -- an incident", "dev"])
  }

  @Test(
    "What is harmful, endless, hanging or broken offers nothing that could hurt",
    arguments: [
      (#"printf 'a\033[2J\nb\tx\033]2;y\007\n'"#, ["b -- x\\x1B]2;y\\x07"]), ("sleep 1000", []),
      ("yes", []), ("exit 1", []), ("kill -SEGV $$", []), ("echo late; sleep 1000", []),
    ])
  func faults(script: String, offered: [String]) async throws {
    let start = ContinuousClock.now
    #expect(try await candidates(script) == offered)
    #expect(ContinuousClock.now - start < .seconds(10))
  }
}
