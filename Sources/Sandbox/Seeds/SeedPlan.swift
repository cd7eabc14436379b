/// Which batches a new sandbox has: 30 days of imports, and what an operator meets among them.
struct SeedPlan {
  let world: World
  var chance: Chance

  private static let minute = 60.0
  private static let hour = 3600.0
  private static let day = 86_400.0

  /// Makes the list, oldest first.
  mutating func drafts() -> [BatchDraft] {
    var drafts: [BatchDraft] = []
    for age in 1...30 {
      for number in 1...Int.random(in: 3...5, using: &chance) {
        drafts.append(ordinary(age: age, number: number))
      }
    }
    drafts += recent() + withoutOriginal() + waiting() + inFlight() + oddNames()
    return drafts.sorted { $0.ago > $1.ago }
  }

  // MARK: The ordinary run of things

  private mutating func ordinary(age: Int, number: Int) -> BatchDraft {
    let rows = Int.random(in: 18...90, using: &chance)
    let ago = Double(age) * Self.day + Double.random(in: 0...10, using: &chance) * Self.hour
    let kind = Int.random(in: 0..<20, using: &chance)
    var draft = make(
      chance.pick([
        "simplicity_export_d\(31 - age)_\(number).csv",
        "nyc_civil_week\(1 + (30 - age) / 7)_\(number).csv",
        "JBI_900_batch_\(String(31 - age).leftPadded(to: 2))\(number).csv",
      ]),
      "completed", ago: ago, lasted: Double.random(in: 45...190, using: &chance), rows: rows)
    switch kind {
    case 0: reject(&draft, share: Double.random(in: 0.14...0.7, using: &chance))
    case 1:
      draft.status = "failed"
      draft.reason = "canceling statement due to statement timeout"
      draft.hasStoragePath = true
      draft.hasObject = true
    case 2...9: draft.faulty = Int.random(in: 1...max(1, rows / 11), using: &chance)
    default: break
    }
    return draft
  }

  private mutating func recent() -> [BatchDraft] {
    [50, 140, 310, 640, 1100].map { minutes in
      let rows = Int.random(in: 30...120, using: &chance)
      var draft = make(
        "simplicity_export_today_\(minutes).csv", "completed", ago: Double(minutes) * Self.minute,
        lasted: 95, rows: rows)
      draft.faulty = rows / 20
      return draft
    }
  }

  /// Batches whose original never arrived in the store, so that a retry fails again.
  private mutating func withoutOriginal() -> [BatchDraft] {
    [3, 11].map { age in
      var draft = make(
        "nyc_civil_lost_\(age).csv", "failed", ago: Double(age) * Self.day, lasted: 20, rows: 30)
      draft.reason = "No CSV content found for batch \(draft.id)"
      draft.hasObject = false
      return draft
    }
  }

  // MARK: What waits, and what does not move

  private mutating func waiting() -> [BatchDraft] {
    var drafts = [
      make("simplicity_export_evening.csv", world.entryStatus, ago: 7 * Self.minute, rows: 24),
      make("nyc_civil_supplement.csv", world.entryStatus, ago: 5 * Self.hour, rows: 31),
    ]
    if world == .prod {
      drafts.append(
        make("demo_batch_20251101.csv", "validated", ago: 26 * Self.hour, lasted: 40, rows: 22))
    }
    return drafts
  }

  private mutating func inFlight() -> [BatchDraft] {
    let statuses =
      world == .dev
      ? ["staging", "validating", "transforming", "inserting", "upserting", "processing"]
      : ["staging", "transforming", "upserting"]
    return statuses.enumerated().map { index, status in
      let hours = Double(2 + index * 5)
      var draft = make(
        "simplicity_export_night_\(index + 1).csv", status, ago: hours * Self.hour, lasted: 35,
        rows: 26 + 9 * index)
      draft.faulty = index % 3
      return draft
    }
  }

  /// Names that a pattern meets although nobody meant them, and names that want to do harm.
  private mutating func oddNames() -> [BatchDraft] {
    [
      "smoke_test_1730.csv", "smoke_test_1731.csv", "failed_batch.csv", "good_data.csv",
      "bad_data.csv", "SMOKE_TEST_nightly.csv", "latest_filings.csv", "contest_results.csv",
      "Testa v. Marino (attested).csv", "naïve – Zürich 北京.csv", "=cmd|' /C calc'!A0.csv",
      "x'); DROP TABLE intake.simplicity_batches;--.csv",
      "invoice\u{1B}]0;owned\u{07}\u{1B}[31m.csv", "\u{202E}vsc.tropxe.csv",
      "two\nlines \"quoted\", comma.csv",
    ].enumerated().map { index, name in
      var draft = make(
        name, "completed", ago: Double(index * 2 + 1) * Self.day * 0.9 + Self.hour, lasted: 50,
        rows: 8 + index)
      if name.hasPrefix("bad") || name.hasPrefix("failed") { reject(&draft, share: 0.5) }
      return draft
    }
  }

  // MARK: Parts

  private mutating func make(
    _ filename: String, _ status: String, ago: Double, lasted: Double = 0, rows: Int
  ) -> BatchDraft {
    var draft = BatchDraft(
      id: chance.uuid(), filename: filename, status: status, ago: ago, lasted: lasted, rows: rows)
    draft.dialect = chance.pick([.export, .mapper])
    // The mapper leaves no path: its originals are the raw rows. Raw rows come with the first commit of a step.
    if world == .prod, status == "completed", draft.dialect == .mapper {
      draft.hasStoragePath = false
      draft.hasObject = false
    }
    return draft
  }

  private func reject(_ draft: inout BatchDraft, share: Double) {
    draft.status = "failed"
    draft.hasStoragePath = true
    draft.hasObject = true
    draft.faulty = max(2, Int(Double(draft.rows) * share))
    draft.reason = RejectionReason.overBudget(
      faulty: draft.faulty, of: draft.rows, limit: RejectionReason.standardLimit)
  }
}

/// What is written down when a batch has more faulty rows than its budget.
enum RejectionReason {
  /// The budget of a batch that has none of its own, in percent.
  static let standardLimit = 10

  /// Writes the reason.
  static func overBudget(faulty: Int, of rows: Int, limit: Int) -> String {
    let perMille = rows == 0 ? 0 : (faulty * 1000 + rows / 2) / rows
    return "Error rate \(perMille / 10).\(perMille % 10)% exceeded limit \(limit)%"
  }
}
