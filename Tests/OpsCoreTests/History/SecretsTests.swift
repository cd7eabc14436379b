import Testing

@testable import OpsCore

@Suite struct SecretsTests {
  @Test(
    "What looks like a secret is never written to the history",
    arguments: [
      "status password=hunter2", "x PGPASSWORD=abc", "x 'host=h password = abc'", "--password abc",
      "postgres://u:p@db.example/postgres", "x postgresql://postgres.ref:pw@pooler:6543/db",
      "https://user:pw@host/", "x sb_secret_0123456789", "eyJhbGciOiJIUzI1NiJ9.e30.x",
      "SUPABASE_SERVICE_ROLE_KEY_PROD=abc", "set DRAGONFLY_API_KEY=abc", "x api-key: abc",
      "Authorization: Bearer abc", "https://hooks.slack.com/services/T0/B0/x",
      "https://discord.com/api/webhooks/1/abc", "ghp_abcdef", "xoxb-1-2", "AKIAABCDEFGHIJKLMNOP",
      "-----BEGIN PRIVATE KEY-----", "token=abc", "\"secret\": \"x\"",
    ])
  func secrets(line: String) {
    #expect(Secrets.seem(toBeIn: line))
    #expect(!History.keeps(line))
  }

  @Test(
    "Everyday lines are kept",
    arguments: [
      "reset 3f2a91c0 --expect 1", "fail 3f2a --message 'the password was missing in row 3'",
      "arm --reason INC-42", "batches --filename '*.csv' --since 6h",
      "errors export x --output a:b",
      "arm --reason 'see https://tickets.example/INC-42?at=10:30'", "batches --source user@host",
      "set format json",
    ])
  func harmless(line: String) {
    #expect(!Secrets.seem(toBeIn: line))
    #expect(History.keeps(line))
  }

  @Test(
    "A leading blank, an empty line or an endless one keeps a line out",
    arguments: [
      " status", "\tstatus", "", String(repeating: "x", count: 20_000),
    ])
  func unkept(line: String) {
    #expect(!History.keeps(line))
  }
}
