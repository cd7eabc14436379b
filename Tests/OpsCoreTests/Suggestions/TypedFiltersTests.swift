import ArgumentParser
import Testing

@testable import OpsCore

@Suite struct TypedFiltersTests {
  private struct Sweep: OpsCommand {
    static let requirements: Requirements = []
    static let group = OpsCore.CommandGroup.changes
    @Argument var ids: [String] = []
    @OptionGroup var filters: FilterOptions
    @Option var message: String
    func run(in context: Context) async throws -> Report { .none }
  }

  private struct Bare: OpsCommand {
    static let requirements: Requirements = []
    static let group = OpsCore.CommandGroup.changes
    @Option var status: String
    func run(in context: Context) async throws -> Report { .none }
  }

  @Test(
    "The filters are found among everything else that stands on a line",
    arguments: [
      ("sweep --status failed", "--status failed"), ("sweep --status=failed", "--status=failed"),
      ("sweep --stuck --message x", "--stuck"), ("sweep --message --stuck --today", "--today"),
      ("-e prod sweep --today -o json", "--today"), ("sweep --today --mess", "--today"),
      ("sweep --except 3f2a 3f2b --today", "--except 3f2a 3f2b --today"),
      ("sweep --today --message", "--today"),
      ("sweep", nil), ("sweep 3f2a --today", nil), ("sweep --today 3f2a", nil),
      ("sweep --status", nil), ("sweep --message x", nil), ("sweep --today --", nil),
    ] as [(String, String?)])
  func found(line: String, filters: String?) throws {
    let words = line.split(separator: " ").map(String.init)
    let shape = try #require(CommandShape.of(Sweep.self))
    let found = TypedFilters(in: words, path: 1, of: shape)
    #expect(found?.words.joined(separator: " ") == filters)
  }

  @Test("A command that does not take the filters has none")
  func others() throws {
    let shape = try #require(CommandShape.of(Bare.self))
    #expect(TypedFilters(in: ["bare", "--status", "failed"], path: 1, of: shape) == nil)
  }

  @Test("Failures are followed by ever longer pauses, up to a bound")
  func backoff() {
    var backoff = Backoff()
    var now = ContinuousClock.now
    #expect(backoff.allows(at: now))
    for pause in [1, 2, 4, 8, 16, 30, 30] {
      backoff.failed(at: now)
      #expect(!backoff.allows(at: now + .seconds(pause) - .milliseconds(1)))
      now += .seconds(pause)
      #expect(backoff.allows(at: now))
    }
    backoff.failed(at: now)
    backoff.reset()
    #expect(backoff.allows(at: now))
  }
}
