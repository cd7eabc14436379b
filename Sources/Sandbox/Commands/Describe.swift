internal import ArgumentParser

/// Prints what makes `dfops` find the sandbox.
struct Describe: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Print the environment variables that lead dfops here.")

  @OptionGroup var home: Home

  func run() async throws {
    let password = try home.text("password")
    for world in World.allCases {
      let uri = try home.uri(world, user: "postgres", password: password)
      print(Self.export("SUPABASE_DB_URL_\(world.rawValue.uppercased())", uri))
    }
    print(Self.export("DFOPS_CONFIG", home.file("config.toml")))
    print(Self.export("DFOPS_STATE_DIR", home.file("state")))
  }

  /// Writes a line for a shell.
  static func export(_ name: String, _ value: String) -> String {
    "export \(name)='" + value.replacing("'", with: #"'\''"#) + "'"
  }
}
