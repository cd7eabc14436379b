internal import FoundationEssentials
internal import OpsCore

/// What an answer to the probe says about PostgREST's schema cache.
///
/// The probe asks for a table that does not exist. PostgREST can only say so (PGRST205) when it has a cache; without one
/// every path, existing or not, is PGRST002. No grant on any table is needed.
enum PostgRESTAnswer {
  /// Reads an answer to the probe.
  static func classify(_ answer: HTTPFetch.Answer) -> ProbeResult {
    let code = code(of: answer)
    let shown = "HTTP \(answer.status)" + (code.map { " " + $0 } ?? "")
    func result(_ answers: Bool?, stale: Bool = false, _ meaning: String) -> ProbeResult {
      ProbeResult(
        answers: answers, code: code, stale: stale, detail: "\(shown): \(meaning)", loads: nil)
    }
    switch (answer.status, code) {
    case (_, "PGRST002"): return result(false, stale: true, "it has no schema cache")
    case (_, "PGRST000"), (_, "PGRST001"): return result(false, "it cannot reach its database")
    case (_, "PGRST003"): return result(false, "its connection pool is exhausted")
    case (401, _), (403, _): return result(nil, "the key was refused, so nothing is known")
    case (402, _): return result(nil, "the project is restricted, so nothing is known")
    case (_, .some(let code)) where code.hasPrefix("PGRST") && answer.status < 500:
      return result(true, "it has a schema cache")
    case (200..<300, _): return result(true, "it answers")
    case (300..<400, _): return result(false, "a redirect, which is not followed")
    case (500..., .none): return result(false, "a gateway answers, not PostgREST")
    case (_, .none): return result(false, "something else than PostgREST answers at this URL")
    default: return result(false, "it reports an error")
    }
  }

  /// Reads the number of successful loads of the cache from the metrics of the admin server.
  static func loads(metrics: String) -> Int? {
    for line in metrics.split(separator: "\n") {
      guard line.hasPrefix("pgrst_schema_cache_loads_total{"), line.contains("\"SUCCESS\"") else {
        continue
      }
      guard let value = line.split(separator: " ").last, let number = Double(value) else {
        continue
      }
      return Int(exactly: number.rounded())
    }
    return nil
  }

  private static func code(of answer: HTTPFetch.Answer) -> String? {
    if let body = try? JSONDecoder().decode(Body.self, from: Data(answer.body.utf8)) {
      return clean(body.code)
    }
    // "PostgREST; error=PGRST002"
    return answer.proxyStatus?.split(separator: "error=").dropFirst().last.flatMap {
      clean(String($0))
    }
  }

  /// Codes are capitals and digits; whatever else answers must not write to the terminal through this field.
  private static func clean(_ code: String) -> String? {
    let isPlain = code.utf8.allSatisfy { byte in
      (0x30...0x39).contains(byte) || (0x41...0x5a).contains(byte)
    }
    return isPlain && (1...20).contains(code.utf8.count) ? code : nil
  }

  private struct Body: Decodable {
    let code: String
  }
}
