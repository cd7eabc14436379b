internal import ArgumentParser

/// Makes what is missing in the databases.
struct Prepare: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Make roles, databases, schemas and seeds where they are missing.")

  @OptionGroup var home: Home

  func run() async throws {
    try await Installer(home: home).prepare()
  }
}

/// Brings the databases back to their first state.
struct Reseed: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Bring both databases back to what they were when they were new.")

  @OptionGroup var home: Home

  func run() async throws {
    try await Installer(home: home).reseed()
  }
}
