import TestSupport
import Testing

@Suite("arm, disarm")
struct ArmTests {
  @Test(
    "Arming needs a reason and an end",
    arguments: [
      "arm", "arm --reason ' '", "arm --reason x --for 61m", "arm --reason x --for soon",
      "arm --reason x --for -1m",
    ])
  func usage(_ line: String) async throws {
    #expect(try await Harness.make(.prod).run(line).status == 64)
  }

  @Test("Armed, a protected environment can be changed; disarmed it cannot")
  func arms() async throws {
    let shell = try await Harness.make(.prod)
    let rows = try await shell.database.run(
      "INSERT INTO intake.simplicity_batches (filename, status) VALUES ('a', 'staging') RETURNING id"
    )
    let reset = "reset \(try #require(rows[0][0])) --expect 1"
    let refused = try await shell.run(reset)
    #expect(refused.status == 4)
    #expect(refused.stderr.contains("arm --reason"))
    let armed = try await shell.run("arm --reason INC-42 --for 5m -o json")
    #expect(try armed.json["reason"] == "INC-42")
    #expect(try await shell.run("status -o json").json["armed_until"] != nil)
    #expect(try await shell.run("disarm").status == 0)
    #expect(try await shell.run(reset).status == 4)
    _ = try await shell.run("arm --reason INC-42")
    #expect(try await shell.run(reset).status == 0)
    #expect(try await shell.run("audit list -o json").stdout.contains("\"reason\":\"INC-42\""))
  }

  @Test("Switching the environment ends it")
  func switching() async throws {
    let shell = try await Harness.make(.prod)
    _ = try await shell.run("arm --reason INC-42")
    _ = try await shell.run("use dev")
    _ = try await shell.run("use prod")
    #expect(try await shell.run("status -o json").stdout.contains("\"armed_until\":null"))
  }

  @Test("What is not protected needs no arming, and says so")
  func unprotected() async throws {
    let run = try await Harness.make(.dev).run("arm --reason x")
    #expect(run.status == 0)
    #expect(run.stderr.contains("not protected"))
  }
}
