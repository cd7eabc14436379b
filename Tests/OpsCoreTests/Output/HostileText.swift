import Testing

@testable import OpsCore

/// A text as it comes from outside.
struct HostileText: Sendable, CustomTestStringConvertible {
  let text: String

  /// Short and harmless, for whoever reads the results of the tests.
  var testDescription: String { Sanitiser.visible(String(text.prefix(24))) }

  static let all: [HostileText] = texts.map(HostileText.init)

  private static let texts: [String] = [
    "", " ", "plain", "\"", "\\", "\\\"", "a,b", "a\nb", "a\r\nb", "\r", "\t",
    "'; DROP TABLE x; --",
    "\u{1B}[31mred\u{1B}[0m", "\u{1B}]52;c;ZXZpbA==\u{07}", "\u{9B}2J", "\u{7F}",
    "safe\u{202E}gpj.exe", "\u{2066}x\u{2069}", "=cmd|' /C calc'!A0", "👩‍👩‍👧‍👦 🏳️‍🌈", "e\u{301}é",
    "日本語", "\u{FEFF}bom", "\u{2028}\u{2029}", "\u{FFFD}", "\u{10FFFF}", "2026-02-30",
    "{\"n\":1,\"hash\":\"x\"}", "null", "\u{01}\u{02}\u{1F}",
    String(repeating: "a\"\\\n\u{1B}é", count: 15_000),
  ]
}
