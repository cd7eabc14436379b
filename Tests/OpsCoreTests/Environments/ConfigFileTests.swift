import Testing

@testable import OpsCore

@Suite("The config file")
struct ConfigFileTests {
  private func read(_ text: String) throws(OpsError) -> ConfigFile {
    try ConfigFile(text, path: "/etc/x/config.toml")
  }

  @Test("Every key of a profile is known")
  func complete() throws {
    let file = try read(
      """
      [env.prod]
      dsn = "host=h"
      readonly_dsn = "host=r"
      protected = true
      project_ref = "abcdefghijklmnopqrst"
      color = "red"
      api = "https://api.example"
      trigger = ["railway", "redeploy", "my service"]
      contacts = [{ name = "Ada" }]
      [env.prod.postgrest]
      url = "https://rest.example"
      admin_url = "http://localhost:3001"
      key = "k"
      [env.prod.storage]
      root = "/x"
      [env.prod.alerts]
      slack = "x"
      [env.prod.logs]
      api = "tail -f x"
      [env.prod.worker]
      restart = ["x"]
      [env.prod.limits]
      batches = 7
      dependent_rows = false
      table_percent = 12.5
      unindexed_seconds = 60
      waive_gates = ["replica", "archiver"]
      [env.staging]
      service = "staging"
      trigger = "systemctl start 'a b'"
      """)
    #expect(file.warnings == [])
    #expect(file.name == "config.toml")
    let prod = try #require(file.profiles["prod"])
    #expect(prod.dsn == "host=h" && prod.readonlyDSN == "host=r")
    #expect(prod.isProtected == true)
    #expect(prod.projectRef == "abcdefghijklmnopqrst" && prod.color == "red")
    #expect(prod.trigger == ["railway", "redeploy", "my service"])
    #expect(prod.postgrestURL == "https://rest.example" && prod.postgrestKey == "k")
    #expect(prod.postgrestAdminURL == "http://localhost:3001")
    #expect(prod.batches == .at(7) && prod.dependentRows == .lifted)
    #expect(prod.tablePercent == .at(12.5))
    #expect(prod.storage?.root == "/x")
    let staging = try #require(file.profiles["staging"])
    #expect(staging.service == "staging")
    #expect(staging.trigger == ["systemctl", "start", "a b"])
  }

  @Test("A malformed file is told with file, line and column, and without what stands there")
  func malformed() {
    for (text, place) in [
      ("[env.dev]\nport = = 1\n", ":2:"), ("[env.dev\n", ":1:"), ("a = 1\na = 2\n", ":2:"),
      ("[env.dev]\ndsn = postgresql://u:s3cret@h/d\n", ":2:"),
      ("[env.dev]\ndsn = \"s3cret\n", ":2:"), ("dsn = 's3cret' s3cret", ":1:"),
    ] {
      let error = #expect(throws: OpsError.self) { try read(text) }
      #expect(error?.exit == .configuration)
      #expect(error?.message.hasPrefix("/etc/x/config.toml" + place) == true, "\(error as Any)")
      #expect(error?.message.contains("s3cret") == false, "\(error as Any)")
      #expect(error?.message.contains("View(") == false, "\(error as Any)")
    }
  }

  @Test(
    "A value of the wrong type or out of range is named by its key",
    arguments: [
      ("[env.dev]\nprotected = \"maybe\"", "env.dev.protected must be true or false, not a string"),
      ("[env.dev]\ndsn = 1", "env.dev.dsn must be a string, not an integer"),
      ("[env.dev]\npostgrest = \"x\"", "env.dev.postgrest must be a table, not a string"),
      ("[env.dev]\ntrigger = [1]", "env.dev.trigger must be an array of strings, not an integer"),
      ("[env.dev]\ntrigger = []", "env.dev.trigger must name a program"),
      ("[env.dev]\ncolor = \"mauve\"", "env.dev.color must be one of black, red"),
      ("[env.dev.limits]\nbatches = -1", "env.dev.limits.batches is out of range"),
      ("[env.dev.limits]\ntable_percent = 101", "env.dev.limits.table_percent is out of range"),
      ("[env.dev.limits]\nwaive_gates = ['all']", "waive_gates takes only replica, slot, archiver"),
      ("[env.dev.limits]\nbatches = nan", "env.dev.limits.batches is out of range"),
      ("[env.dev.limits]\nbatches = true", "or false for no cap, not a boolean"),
      ("[env.dev]\ndsn = 2026-01-01", "env.dev.dsn must be a string, not a date"),
      ("env = 1", "env must be a table, not an integer"),
      ("[env]\ndev = 1", "env.dev must be a table, not an integer"),
      ("[env.'../x']\ndsn = 'host=h'", "is no name of an environment"),
    ])
  func wrongValue(_ text: String, _ message: String) {
    let error = #expect(throws: OpsError.self) { try read(text) }
    #expect(error?.exit == .configuration)
    #expect(error?.message.contains(message) == true, "\(error as Any)")
  }

  @Test(
    "An unknown key is named with what may have been meant, and does no harm",
    arguments: [
      ("[env.dev]\nprotectd = true", "env.dev.protectd", "did you mean protected?"),
      ("[env.dev.postgrest]\nuri = 'x'", "env.dev.postgrest.uri", "did you mean url?"),
      ("[env.dev.limits]\nbatch = 1", "env.dev.limits.batch", "did you mean batches?"),
      ("[prod]\ndsn = 'host=h'", "unknown key prod", "known are env"),
      ("[env.dev]\n\"a\\u001bb\" = 1", "env.dev.a\\x1Bb", "known are"),
    ])
  func unknownKey(_ text: String, _ key: String, _ meant: String) throws {
    let warnings = try read(text).warnings
    #expect(warnings.count == 1)
    #expect(warnings.first?.contains(key) == true, "\(warnings)")
    #expect(warnings.first?.contains(meant) == true, "\(warnings)")
  }

  @Test(
    "A file that others may read is warned about when it holds a secret",
    arguments: [
      ("[env.dev]\ndsn = 'postgresql://u:s3cret@h/d'", true),
      ("[env.dev]\nreadonly_dsn = 'host=h password=s3cret'", true),
      ("[env.dev.postgrest]\nkey = 's3cret'", true),
      ("[env.dev.alerts]\nslack_webhook = 's3cret'", true),
      ("[env.dev]\ndsn = 'postgresql://u@h/d'", false), ("", false),
    ])
  func openToOthers(_ text: String, _ warns: Bool) throws {
    let file = try ConfigFile(text, path: "/etc/config.toml", isOpenToOthers: true)
    #expect(file.warnings.contains { $0.contains("chmod 600") } == warns)
    #expect(!file.warnings.contains { $0.contains("s3cret") })
    #expect(try ConfigFile(text, path: "/etc/config.toml").warnings.isEmpty)
  }

  @Test("Only a file that was asked for must be there")
  func missing() throws {
    let scratch = try Scratch()
    let variables = ["XDG_CONFIG_HOME": scratch.path, "HOME": scratch.path]
    #expect(
      try ConfigFile.load(explicit: nil, processEnvironment: variables).profiles.isEmpty)
    let absent = scratch.file("none.toml")
    for (explicit, named) in [(absent, nil), (nil, absent)] {
      var variables = variables
      variables["DFOPS_CONFIG"] = named
      let error = #expect(throws: OpsError.self) {
        try ConfigFile.load(explicit: explicit, processEnvironment: variables)
      }
      #expect(error?.exit == .configuration)
      #expect(error?.message.contains(absent) == true)
    }
    let folder = #expect(throws: OpsError.self) {
      try ConfigFile.load(explicit: scratch.path, processEnvironment: [:])
    }
    #expect(folder?.message.contains("is a directory") == true)
    try scratch.write("\u{0}", to: "nul.toml")
    #expect(throws: OpsError.self) {
      try ConfigFile.load(explicit: scratch.file("nul.toml"), processEnvironment: [:])
    }
  }
}
