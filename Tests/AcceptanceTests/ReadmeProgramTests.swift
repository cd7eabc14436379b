import FoundationEssentials
import TestSupport
import Testing

@Suite("README's program")
struct ReadmeProgramTests {
  @Test("Saved under the name that is given there, it is a command and says what is shown there")
  func program() async throws {
    let folder = "/" + #filePath.split(separator: "/").dropLast(3).joined(separator: "/")
    let readme = try String(contentsOfFile: folder + "/README.md", encoding: .utf8)
    let part = try #require(readme.split(separator: "### A command without building").last)
    let name = String(
      try #require(part.split(separator: "saved as `").last?.split(separator: "`").first))
    let block = try #require(part.split(separator: "```sh\n").last?.split(separator: "```").first)
    let programs = try Programs()
    try programs.add(name, String(block))
    let host = "db.iaketsyhmqbwaabgykux.supabase.co"
    let tool = try programs.tool([
      "SUPABASE_DB_URL_PROD": "postgresql://postgres:hunter2@\(host):5432/postgres"
    ])
    defer { tool.removeState() }
    let shown = try #require(
      part.split(separator: "```\n$ dfops ").last?.split(separator: "```").first)
    let lines = shown.split(separator: "\n").map(String.init)
    let run = try await tool.run(lines[0])
    #expect(run.status == 0, "\(run.stderr)")
    #expect(run.stdout == lines[1] + "\n")
    #expect(try await tool.run("help ticket").stdout.hasPrefix("ticket ID: "))
    #expect(try await tool.run("help").stdout.contains("PROGRAMS ON PATH\n  ticket\n"))
    #expect(try await tool.run("ticket").status != 0)
  }
}
