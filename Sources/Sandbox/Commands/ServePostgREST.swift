internal import ArgumentParser
internal import Foundation
internal import Synchronization

/// Serves the two doubles of PostgREST, and writes the config file that leads to them.
struct ServePostgREST: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "serve-postgrest", abstract: "Serve PostgREST for both databases.")

  @OptionGroup var home: Home

  func run() async throws {
    let daemon = try await Daemon("postgrest", in: home)
    let home = home
    let known = Self.knownPorts(home)
    let announced = Announcement(home: home, daemon: daemon)
    try await Daemon.run {
      try await withThrowingTaskGroup(of: Void.self) { group in
        for world in World.allCases {
          let info = try home.connection(
            to: world.rawValue, user: "authenticator", application: "postgrest")
          group.addTask {
            try await PostgRESTDouble(info: info).run(wanted: known[world]) { ports in
              try announced.add(ports, of: world)
            }
          }
        }
        try await group.waitForAll()
      }
    }
  }

  /// The ports of the last time, so that what was told by `env` stays true.
  private static func knownPorts(_ home: Home) -> [World: PostgRESTPorts] {
    var known: [World: PostgRESTPorts] = [:]
    for line in ((try? home.text("postgrest.ports")) ?? "").split(separator: "\n") {
      let words = line.split(separator: " ").map(String.init)
      guard words.count == 3, let world = World(rawValue: words[0]), let api = UInt16(words[1]),
        let admin = UInt16(words[2])
      else { continue }
      known[world] = PostgRESTPorts(api: api, admin: admin)
    }
    return known
  }
}

/// Says that the doubles are at work once all of them are.
private final class Announcement: Sendable {
  private let home: Home
  private let daemon: Daemon
  private let ports = Mutex<[World: PostgRESTPorts]>([:])

  init(home: Home, daemon: Daemon) {
    self.home = home
    self.daemon = daemon
  }

  func add(_ new: PostgRESTPorts, of world: World) throws {
    let all = ports.withLock {
      $0[world] = new
      return $0
    }
    guard all.count == World.allCases.count else { return }
    let lines = all.map { "\($0.key.rawValue) \($0.value.api) \($0.value.admin)" }.sorted()
    try home.write(lines.joined(separator: "\n") + "\n", to: "postgrest.ports")
    try ConfigFile(home: home, ports: all).write()
    try daemon.ready()
  }
}
