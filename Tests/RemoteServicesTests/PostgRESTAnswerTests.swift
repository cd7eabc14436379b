import OpsCore
import Testing

@testable import RemoteServices

@Suite("What an answer of PostgREST means")
struct PostgRESTAnswerTests {
  private func classify(
    _ status: Int, _ body: String = "", proxyStatus: String? = nil
  ) -> ProbeResult {
    PostgRESTAnswer.classify(
      HTTPFetch.Answer(status: status, proxyStatus: proxyStatus, body: body))
  }

  @Test(
    "Row 15 of the runbook: it is the code that tells, not the status",
    arguments: [
      (404, "PGRST205", true, false),
      (406, "PGRST106", true, false),
      (503, "PGRST002", false, true),
      (500, "PGRST002", false, true),
      (503, "PGRST000", false, false),
      (503, "PGRST001", false, false),
      (504, "PGRST003", false, false),
      (401, "PGRST301", nil, false),
      (500, "57014", false, false),
    ] as [(Int, String, Bool?, Bool)])
  func codes(_ status: Int, _ code: String, _ answers: Bool?, _ stale: Bool) {
    let body = #"{"code":"\#(code)","details":null,"hint":null,"message":"m"}"#
    let result = classify(status, body)
    #expect(result.answers == answers)
    #expect(result.stale == stale)
    #expect(result.code == code)
    #expect(result.detail.hasPrefix("HTTP \(status) \(code): "))
    let byHeader = classify(status, "", proxyStatus: "PostgREST; error=\(code)")
    #expect(byHeader.answers == answers)
    #expect(byHeader.code == code)
  }

  @Test(
    "An answer without a code is not PostgREST's",
    arguments: [
      (200, true), (301, false), (401, nil), (402, nil), (403, nil), (404, false), (502, false),
      (503, false),
    ] as [(Int, Bool?)])
  func withoutCode(_ status: Int, _ answers: Bool?) {
    let result = classify(status, "<html>")
    #expect(result.answers == answers)
    #expect(!result.stale)
    #expect(result.code == nil)
  }

  @Test(
    "What is no code never reaches the screen",
    arguments: ["\\u001b[31m", "", "x'", "PGRST000000000000000000"])
  func hostileCodes(_ code: String) {
    let result = classify(503, #"{"code":"\#(code)"}"#)
    #expect(result.code == nil)
    #expect(!result.detail.contains("\u{1B}"))
  }

  @Test(
    "The number of loads is read from the metrics",
    arguments: [
      (
        """
        # TYPE pgrst_schema_cache_loads_total counter
        pgrst_schema_cache_loads_total{status="FAIL"} 3.0
        pgrst_schema_cache_loads_total{status="SUCCESS"} 7.0
        """, 7
      ),
      ("pgrst_schema_cache_loads_total{status=\"SUCCESS\"} 12", 12),
      ("pgrst_schema_cache_loads_total{status=\"SUCCESS\"} many", nil),
      ("pgrst_schema_cache_loads_total{status=\"FAIL\"} 3", nil),
      ("", nil),
    ] as [(String, Int?)])
  func loads(_ metrics: String, _ expected: Int?) {
    #expect(PostgRESTAnswer.loads(metrics: metrics) == expected)
  }
}
