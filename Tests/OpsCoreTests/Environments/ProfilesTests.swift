import FoundationEssentials
import Glibc
import Postgres
import Testing

@testable import OpsCore

@Suite("Profiles")
struct ProfilesTests {
  /// A working directory with a config file.
  private struct World {
    let scratch: Scratch
    var variables: [String: String] = [:]

    init(config: String = "", files: [String: String] = [:]) throws {
      scratch = try Scratch()
      variables = ["HOME": scratch.path]
      try scratch.write(config, to: "config.toml")
      unsafe chmod(scratch.file("config.toml"), 0o600)
      for (name, text) in files {
        try scratch.write(text, to: name)
        unsafe chmod(scratch.file(name), 0o600)
      }
    }

    func load() throws(OpsError) -> (Profiles, warnings: [String]) {
      try Profiles.load(
        configPath: scratch.file("config.toml"), processEnvironment: variables,
        directory: scratch.path)
    }

    func environment(_ name: String) throws -> Environment {
      try load().0.environment(named: name)
    }
  }

  @Test("dev and prod exist out of the box; prod is protected and has caps")
  func outOfTheBox() throws {
    let (profiles, warnings) = try World().load()
    #expect(profiles.names == ["dev", "prod"])
    #expect(warnings == [])
    let dev = try profiles.environment(named: "dev")
    let prod = try profiles.environment(named: "prod")
    #expect(!dev.isProtected && dev.dsn == nil && dev.dsnSource == nil)
    #expect(dev.limits == Limits(batches: nil, dependentRows: nil, share: nil))
    #expect(prod.isProtected)
    #expect(prod.limits == Limits(batches: 10_000, dependentRows: 2_000_000, share: 0.2))
  }

  @Test("The config file adds environments, in their order after the two")
  func configured() throws {
    let world = try World(config: "[env.staging]\nprotected = true\n[env.prod]\n[env.ci]\n")
    let (profiles, _) = try world.load()
    #expect(profiles.names == ["dev", "prod", "ci", "staging"])
    #expect(try profiles.environment(named: "staging").isProtected)
    #expect(try !profiles.environment(named: "ci").isProtected)
  }

  @Test("Only what is said overrides the caps of an environment")
  func limits() throws {
    let world = try World(
      config: """
        [env.prod.limits]
        batches = 5
        dependent_rows = false
        [env.dev.limits]
        table_percent = 50
        """)
    #expect(
      try world.environment("prod").limits == Limits(batches: 5, dependentRows: nil, share: 0.2))
    #expect(
      try world.environment("dev").limits == Limits(batches: nil, dependentRows: nil, share: 0.5))
  }

  private static let config = "[env.prod]\ndsn = 'host=config'"

  @Test(
    "The connection string is taken from the highest source, which is named",
    arguments: [
      ([:], "", "config", "config.toml dsn"),
      ([:], "DATABASE_URL=host=file", "file", ".env.prod DATABASE_URL"),
      ([:], "SUPABASE_DB_URL=host=file", "file", ".env.prod SUPABASE_DB_URL"),
      (
        [:], "DATABASE_URL_PROD=host=file\nDATABASE_URL=host=other", "file",
        ".env.prod DATABASE_URL_PROD"
      ),
      ([:], "DATABASE_URL_DEV=host=file", "config", "config.toml dsn"),
      (
        ["SUPABASE_DB_URL_PROD": "host=process"], "DATABASE_URL=host=file", "process",
        "SUPABASE_DB_URL_PROD (environment)"
      ),
      (
        ["DATABASE_URL": "host=process"], "DATABASE_URL=host=file", "file", ".env.prod DATABASE_URL"
      ),
      (
        ["DATABASE_URL": "host=process", "SUPABASE_MODE": "prod"], "DATABASE_URL=host=file",
        "process", "DATABASE_URL (environment)"
      ),
      (
        ["DATABASE_URL": "host=process", "SUPABASE_MODE": "dev"], "", "config", "config.toml dsn"
      ),
      (
        [
          "DATABASE_URL": "host=plain", "SUPABASE_DB_URL_PROD": "host=process",
          "SUPABASE_MODE": "prod",
        ], "", "process", "SUPABASE_DB_URL_PROD (environment)"
      ),
      (
        ["DATABASE_URL_PROD": "host=process", "SUPABASE_DB_URL_PROD": "host=process"], "",
        "process", "DATABASE_URL_PROD (environment)"
      ),
      (["DATABASE_URL_PROD": " \n"], "", "config", "config.toml dsn"),
      (
        ["SUPABASE_DB_URL_PROD": "host=process\n"], "", "process",
        "SUPABASE_DB_URL_PROD (environment)"
      ),
    ] as [([String: String], String, String, String)])
  func precedence(
    _ variables: [String: String], _ file: String, _ host: String, _ source: String
  ) throws {
    var world = try World(config: Self.config, files: file.isEmpty ? [:] : [".env.prod": file])
    world.variables.merge(variables) { $1 }
    let environment = try world.environment("prod")
    #expect(environment.dsn?.host == host)
    #expect(environment.dsnSource == source)
  }

  @Test("The variables of other environments have their names as endings")
  func otherNames() throws {
    var world = try World(config: "[env.my-lab]")
    world.variables["SUPABASE_DB_URL_MY_LAB"] = "host=lab"
    world.variables["DATABASE_URL_QA"] = "host=qa"
    #expect(try world.environment("my-lab").dsn?.host == "lab")
    #expect(try world.environment("qa").dsn?.host == "qa")
  }

  @Test(
    "Two different connection strings of the same rank are refused, and both are named",
    arguments: [
      (["DATABASE_URL_DEV": "host=a", "SUPABASE_DB_URL_DEV": "host=b"], "", ""),
      (["DATABASE_URL": "host=a", "SUPABASE_DB_URL": "host=b", "SUPABASE_MODE": "dev"], "", ""),
      ([:], "DATABASE_URL=host=a\nSUPABASE_DB_URL=host=b", ""),
      ([:], "", "[env.dev]\ndsn = 'host=a'\nservice = 'b'"),
    ] as [([String: String], String, String)])
  func conflict(_ variables: [String: String], _ file: String, _ config: String) throws {
    var world = try World(config: config, files: file.isEmpty ? [:] : [".env.dev": file])
    world.variables.merge(variables) { $1 }
    let (profiles, _) = try world.load()
    let error = #expect(throws: OpsError.self) { try profiles.environment(named: "dev") }
    #expect(error?.exit == .configuration)
    let names = config.isEmpty ? ["DATABASE_URL", "SUPABASE_DB_URL"] : ["dsn", "service"]
    for name in names { #expect(error?.message.contains(name) == true, "\(error as Any)") }
    #expect(throws: Never.self) { try profiles.environment(named: "prod") }
  }

  @Test("One database written in two ways is no conflict")
  func sameInTwoWays() throws {
    var world = try World()
    world.variables["DATABASE_URL_DEV"] = "postgres://u@h:5432/d"
    world.variables["SUPABASE_DB_URL_DEV"] = "postgresql://u@h:5432/d"
    #expect(try world.environment("dev").dsn?.host == "h")
  }

  @Test("A malformed connection string is named by its source and never quoted")
  func malformedDSN() throws {
    for (variables, config, source) in [
      (["SUPABASE_DB_URL_DEV": "postgresql://u:s3cret@h:port/d"], "", "SUPABASE_DB_URL_DEV"),
      ([:], "[env.dev]\ndsn = 's3cret'", "config.toml dsn"),
      ([:], "[env.dev]\nreadonly_dsn = 's3cret'", "readonly_dsn"),
    ] as [([String: String], String, String)] {
      var world = try World(config: config)
      world.variables.merge(variables) { $1 }
      let error = #expect(throws: OpsError.self) { try world.environment("dev") }
      #expect(error?.exit == .configuration)
      #expect(error?.message.contains(source) == true, "\(error as Any)")
      #expect(error?.message.contains("s3cret") == false)
    }
  }

  @Test("PostgREST is what the profile says, else Supabase's address")
  func postgrest() throws {
    var world = try World(config: "[env.prod.postgrest]\nurl = 'http://rest'\nkey = 'mine'")
    world.variables["SUPABASE_URL_PROD"] = "https://prod.example/"
    world.variables["SUPABASE_URL_DEV"] = "https://dev.example/"
    world.variables["SUPABASE_ANON_KEY_DEV"] = "anon"
    #expect(
      try world.environment("prod").postgrest
        == PostgRESTSettings(url: "http://rest", adminURL: nil, apiKey: "mine"))
    #expect(
      try world.environment("dev").postgrest
        == PostgRESTSettings(url: "https://dev.example/rest/v1", adminURL: nil, apiKey: "anon"))
    world.variables["SUPABASE_SERVICE_ROLE_KEY_DEV"] = "service"
    #expect(try world.environment("dev").postgrest?.apiKey == "service")
    #expect(try World().environment("dev").postgrest == nil)
  }

  @Test("Commands to run come from the config file only")
  func trigger() throws {
    var world = try World(
      config: "[env.dev]\ntrigger = ['a', 'b']", files: [".env.prod": "TRIGGER=rm\ntrigger=rm"])
    world.variables["TRIGGER"] = "rm"
    #expect(try world.environment("dev").trigger == ["a", "b"])
    #expect(try world.environment("prod").trigger == nil)
  }

  @Test("A service is looked up, so that everybody sees where it leads")
  func service() throws {
    let services = """
      # comment
      [other]
      host=elsewhere
      [lab]
      host = ignored
      host=lab.example
      password=s3cret
      sslmode=disable
      [lab]
      host=second
      [broken]
      ldap://example
      """
    var world = try World(
      config: "[env.lab]\nservice = 'lab'", files: ["services": services])
    world.variables["PGSERVICEFILE"] = world.scratch.file("services")
    world.variables["DATABASE_URL_DEV"] = "service=lab dbname=d sslmode=verify-full"
    world.variables["DATABASE_URL_PROD"] = "service=unknown"
    let lab = try world.environment("lab")
    #expect(lab.dsnSource == "config.toml service")
    #expect(lab.dsn?["service"] == nil && lab.dsn?["sslmode"] == "disable")
    let dev = try #require(try world.environment("dev").dsn)
    #expect(dev["sslmode"] == "verify-full" && dev.database == "d" && dev["password"] == "s3cret")
    #expect(try world.environment("prod").dsn?["service"] == "unknown")
    #expect(!dev.redacted().contains("s3cret"))
  }

  @Test("An environment of which nothing speaks is refused with those that there are")
  func unknown() throws {
    let (profiles, _) = try World(config: "[env.staging]").load()
    for name in ["nowhere", "stagin", "../prod", "", "a\u{1B}b", ".prod"] {
      let error = #expect(throws: OpsError.self) { try profiles.environment(named: name) }
      #expect(error?.exit == .configuration)
      #expect(error?.hint?.contains("dev, prod, staging") == true)
      #expect(error?.message.contains("\u{1B}") == false)
    }
    let near = #expect(throws: OpsError.self) { try profiles.environment(named: "stagin") }
    #expect(near?.hint?.contains("did you mean staging?") == true)
  }

  @Test("What is odd in a .env file is said; one that cannot be read stops its environment only")
  func oddFiles() throws {
    let world = try World(files: [".env.dev": "A=b\nnonsense\nDATABASE_URL=host=h password=s3cret"])
    unsafe chmod(world.scratch.file(".env.dev"), 0o644)
    try FileManager.default.createDirectory(
      atPath: world.scratch.file(".env.prod"), withIntermediateDirectories: false)
    let (profiles, warnings) = try world.load()
    #expect(warnings.count == 2)
    #expect(warnings.first?.hasPrefix(".env.dev:2: ") == true)
    #expect(warnings.last?.contains("chmod 600 .env.dev") == true)
    #expect(!warnings.joined().contains("s3cret"))
    #expect(try profiles.environment(named: "dev").dsn?.host == "h")
    let error = #expect(throws: OpsError.self) { try profiles.environment(named: "prod") }
    #expect(error?.exit == .configuration)
    #expect(error?.message.contains(".env.prod") == true)
  }

  @Test(
    "The default environment is the first that is named",
    arguments: [
      (nil, [:], "dev"), (nil, ["SUPABASE_MODE": "prod"], "prod"),
      (nil, ["SUPABASE_MODE": "prod", "DFOPS_ENV": "lab"], "lab"),
      ("x", ["SUPABASE_MODE": "prod", "DFOPS_ENV": "lab"], "x"),
      (nil, ["DFOPS_ENV": "", "SUPABASE_MODE": " "], "dev"),
    ] as [(String?, [String: String], String)])
  func defaultName(_ option: String?, _ variables: [String: String], _ expected: String) {
    #expect(Profiles.defaultName(option: option, processEnvironment: variables) == expected)
  }
}
