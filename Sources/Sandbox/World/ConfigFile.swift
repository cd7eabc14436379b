/// The config file that leads dfops to the services of the sandbox.
struct ConfigFile {
  let home: Home
  /// The ports of each PostgREST.
  let ports: [World: PostgRESTPorts]

  /// Writes the file.
  func write() throws {
    let text = World.allCases.map(table).joined(separator: "\n")
    try home.write("# Written by scripts/sandbox.\n\n" + text, to: "config.toml")
  }

  private func table(_ world: World) -> String {
    let name = world.rawValue
    let script = Self.quoted("\(home.checkout)/scripts/sandbox")
    let store = Self.quoted("file://" + home.file("objects/\(name)"))
    var lines = [
      "[env.\(name)]", "storage = \(store)",
      "trigger = [\(script), \"worker\", \"run\", \"\(name)\", \"{batch}\"]",
    ]
    if let ports = ports[world] {
      lines += [
        "[env.\(name).postgrest]", "url = \"http://127.0.0.1:\(ports.api)/rest/v1\"",
        "admin_url = \"http://127.0.0.1:\(ports.admin)\"",
      ]
    }
    return lines.joined(separator: "\n") + "\n"
  }

  /// Writes a TOML string.
  private static func quoted(_ text: String) -> String {
    let escaped = text.unicodeScalars.map { scalar in
      switch scalar {
      case "\"", "\\": "\\" + String(scalar)
      case _ where scalar.value < 0x20 || scalar.value == 0x7F:
        "\\u" + String(scalar.value, radix: 16).leftPadded(to: 4)
      default: String(scalar)
      }
    }
    return "\"" + escaped.joined() + "\""
  }
}
