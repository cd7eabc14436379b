import Testing

@testable import OpsCore

@Suite("Patterns of file names")
struct FilePatternTests {
  @Test(
    "trap 6: a glob becomes a pattern of LIKE in which only its own wildcards are any",
    arguments: [
      ("batch_1", #"batch\_1"#, true), ("100%*", #"100\%%"#, true), (#"a\b?"#, #"a\\b_"#, true),
      ("*", "%", false), ("**??*", "%%__%", false), ("%", #"\%"#, true), ("_", #"\_"#, true),
      ("*.csv", "%.csv", true), ("größe*", "größe%", true), (" ", " ", true),
    ])
  func globs(_ glob: String, _ like: String, _ isSelective: Bool) throws {
    let pattern = try FilePattern(glob: glob)
    #expect(pattern.like == like)
    #expect(pattern.isSelective == isSelective)
  }

  @Test(
    "A raw pattern stays as it is; wildcards alone choose nothing",
    arguments: [
      ("%test%", true), ("%", false), ("%%", false), ("_%_", false), (#"\%"#, true),
      (#"\_%"#, true),
      (#"\\"#, true), ("a", true),
    ])
  func raw(_ text: String, _ isSelective: Bool) throws {
    let pattern = try FilePattern(ilike: text)
    #expect(pattern.like == text)
    #expect(pattern.isSelective == isSelective)
  }

  @Test("trap 6: an empty pattern, one with a NUL, and a trailing backslash are refused")
  func refused() {
    for glob in ["", "a\0b"] {
      #expect(throws: OpsError.self) { try FilePattern(glob: glob) }
    }
    for raw in ["", "a\0b", #"a\"#, #"a\\\"#] {
      #expect(#expect(throws: OpsError.self) { try FilePattern(ilike: raw) }?.exit == .usage)
    }
  }
}
