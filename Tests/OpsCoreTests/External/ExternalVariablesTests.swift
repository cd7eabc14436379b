import Postgres
import Testing

@testable import OpsCore

@Suite struct ExternalVariablesTests {
  private func environment(readonly: String? = nil) throws -> Environment {
    Environment(
      name: "prod", isProtected: true,
      dsn: try ConnectionInfo(dsn: "postgresql://admin:hunter2@db.example:6543/postgres"),
      readonlyDSN: try readonly.map { try ConnectionInfo(dsn: $0) }, projectRef: "iaketsyh")
  }

  @Test("A command learns where it is, and no password")
  func place() throws {
    let variables = ExternalVariables.make(
      from: ["PATH": "/bin", "DFOPS_DSN_FD": "9", "DFOPS_HOST": "elsewhere"],
      for: try environment(), format: .json)
    #expect(
      variables == [
        "PATH": "/bin", "DFOPS_ENVIRONMENT": "prod", "DFOPS_HOST": "db.example",
        "DFOPS_PORT": "6543", "DFOPS_DATABASE": "postgres", "DFOPS_PROJECT_REF": "iaketsyh",
        "DFOPS_FORMAT": "json",
      ])
  }

  @Test("A descriptor is named only when the profile has a connection for those who only read")
  func descriptor() throws {
    let environment = try environment(readonly: "host=h user=reader password='it\\'s\\\\x'")
    let variables = ExternalVariables.make(from: [:], for: environment, format: .table)
    #expect(variables["DFOPS_DSN_FD"] == "3")
    #expect(!variables.values.contains { $0.contains("it's") })
    let text = try #require(ExternalVariables.connectionString(of: environment))
    #expect(try ConnectionInfo(dsn: text) == environment.readonlyDSN)
    #expect(ExternalVariables.connectionString(of: try self.environment()) == nil)
  }

  @Test(
    "The secrets of dfops are not inherited",
    arguments: [
      "DATABASE_URL", "DATABASE_URL_PROD", "SUPABASE_DB_URL", "SUPABASE_DB_URL_DEV",
      "SUPABASE_ANON_KEY", "SUPABASE_SERVICE_ROLE_KEY_PROD", "SUPABASE_ACCESS_TOKEN",
      "DRAGONFLY_API_KEY", "SLACK_WEBHOOK_URL_PROD", "DISCORD_WEBHOOK_URL", "PGPASSWORD",
    ])
  func secrets(name: String) throws {
    let variables = ExternalVariables.make(
      from: [name: "x"], for: try environment(), format: .table)
    #expect(variables[name] == nil)
  }

  @Test("A password in an address is a secret whatever the variable is called")
  func addresses() {
    #expect(ExternalVariables.isSecret("MY_DB", "postgres://u:pw@h/db"))
    #expect(!ExternalVariables.isSecret("HOME", "/root"))
    #expect(!ExternalVariables.isSecret("SUPABASE_URL", "https://x.supabase.co"))
    #expect(!ExternalVariables.isSecret("SUPABASE_MODE", "prod"))
  }
}
