internal import ArgumentParser

/// The ingest worker of both databases.
struct Work: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Take waiting batches through their statuses until asked to stop.")

  @OptionGroup var home: Home

  func run() async throws {
    let daemon = try await Daemon("worker", in: home)
    let home = home
    try daemon.ready()
    try await Daemon.run {
      try await withThrowingTaskGroup(of: Void.self) { group in
        for world in World.allCases {
          group.addTask { try await IngestWorker(home: home, world: world).poll() }
        }
        try await group.waitForAll()
      }
    }
  }
}

/// Takes one batch through: what the profile's trigger starts.
struct Run: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Take one waiting batch through its statuses.")

  @OptionGroup var home: Home
  @Argument(help: "dev or prod") var world: World
  @Argument(help: "The id of the batch.") var batch: String

  func run() async throws {
    guard try await IngestWorker(home: home, world: world).run(batch: batch) else {
      throw SandboxError("no batch \(batch) waits in \(world.rawValue)")
    }
  }
}
