internal import OpsCore

/// The parts of a plan that people read as sentences, fitted to the screen.
struct CleanupScreen {
  let plan: CleanupPlan
  /// The columns of the screen; nil when it is none.
  let width: Int?

  /// More do not help anybody to see.
  private static let mostNames = 20
  private static let mostSkipped = 10
  private static let mostSentences = 20

  /// How many batches, and of what.
  func headline(_ state: PlanState?) -> [String] {
    let batches = CleanupWords.counted(plan.batches.count, "batch", "batches")
    let rows =
      plan.uncounted.isEmpty
      ? "\(plan.dependentRows) rows and references beside" : "more than could be counted"
    return wrapped("\(plan.environment): \(batches), with \(rows)")
      + wrapped("plan \(plan.id), \(state?.rawValue ?? "")")
      + wrapped("chosen by: \(plan.filters.prefix(Self.mostSentences).joined(separator: "; "))")
  }

  /// How the rows of each table hang on a batch: the columns of each foreign key on the nearest way.
  var ways: [String: String] {
    var ways: [String: String] = [:]
    for deletion in plan.graph.dependents {
      guard let way = deletion.ways.first else { continue }
      let steps = way.enumerated().map { index, key in
        key.columns.joined(separator: ", ") + (index == 0 ? "" : " of \(key.table)")
      }
      ways[deletion.table.description] = steps.joined(separator: ", then ")
    }
    return ways
  }

  /// All that stands below the counts.
  func sections(_ state: PlanState?) -> [ReportSection] {
    let effects = plan.warnings(.trigger) + plan.warnings(.publication)
    let obstacles = plan.warnings(.obstacle)
    var sections = [
      ReportSection(
        "Triggers and publications",
        .lines(effects.isEmpty ? ["none"] : bounded(effects, Self.mostSentences)))
    ]
    if let objects = plan.objects {
      sections.append(ReportSection("Objects in storage", .lines(wrapped(self.objects(objects)))))
    }
    sections.append(ReportSection("Names", .lines(names)))
    sections += skipped
    sections.append(
      ReportSection(
        "Caps", .lines(bounded(plan.caps + plan.warnings(.cap).map { "over the cap: \($0)" }, 20))))
    sections.append(ReportSection("Cost, roughly", .fields(cost)))
    let notes = plan.warnings(.note)
    if !notes.isEmpty {
      sections.append(ReportSection("To know before", .lines(bounded(notes, Self.mostSentences))))
    }
    if !obstacles.isEmpty {
      sections.append(
        ReportSection("In the way", .lines(bounded(obstacles, Self.mostSentences))))
    }
    return sections + [ReportSection("Next", .lines(next(state)))]
  }

  private func objects(_ objects: [PlannedObject]) -> String {
    let bytes = ByteCount.text(objects.reduce(0) { $0 + $1.bytes })
    let grace = HumanTime.age(seconds: plan.storageGrace ?? 0)
    return "\(CleanupWords.counted(objects.count, "object", "objects")), \(bytes), deleted \(grace)"
      + " after the rows"
  }

  /// What was left out, by its reason.
  var skipped: [ReportSection] {
    guard !plan.skipped.isEmpty else { return [] }
    var lines: [String] = []
    for reason in Set(plan.skipped.map(\.reason)).sorted() {
      let batches = plan.skipped.filter { $0.reason == reason }
      lines += wrapped("\(batches.count) \(batches[0].explanation)")
      lines += batches.prefix(Self.mostSkipped).map { "  \($0.id)" }
      if batches.count > Self.mostSkipped {
        lines.append("  and \(batches.count - Self.mostSkipped) more")
      }
    }
    return [ReportSection("Left out", .lines(lines))]
  }

  /// Names as samples, the shortest and the longest among them: where patterns catch what was not meant, it shows there.
  private var names: [String] {
    let all = plan.batches
    var chosen = Array(all.indices.prefix(Self.mostNames))
    if all.count > Self.mostNames {
      let lengths = all.indices.sorted { all[$0].filename.count < all[$1].filename.count }
      let ends = [lengths[0], lengths[lengths.count - 1]]
      chosen = Array(all.indices.filter { !ends.contains($0) }.prefix(Self.mostNames - 2)) + ends
    }
    let lines = chosen.map { index in
      let batch = all[index]
      let name = Sanitiser.visible(batch.filename)
      let line = "\(batch.id.prefix(8))  \(Sanitiser.visible(batch.status))  \(name)"
      return DisplayWidth.truncate(line, to: max(20, room))
    }
    return lines + (all.count > chosen.count ? ["and \(all.count - chosen.count) more"] : [])
  }

  private var cost: Fields {
    let estimate = plan.estimate
    return [
      "time": .text(CleanupWords.seconds(estimate.seconds)),
      "longest lock": .text("\(estimate.longestLockMilliseconds) ms"),
      "write-ahead log": .text(ByteCount.text(estimate.walBytes)),
      "archive": .text(ByteCount.text(estimate.archiveBytes)),
      "undo": .text(CleanupWords.seconds(estimate.undoSeconds)),
    ]
  }

  private func next(_ state: PlanState?) -> [String] {
    switch state {
    case .planned: break
    case .applying: return ["cleanup pause \(plan.id)"]
    case .paused, .interrupted:
      return ["cleanup resume \(plan.id)", "cleanup undo \(plan.id)"]
    case .applied: return ["cleanup undo \(plan.id)", "cleanup forget \(plan.id)"]
    case .undone: return ["cleanup forget \(plan.id)"]
    case .expired, nil: return ["it has expired: make a new plan"]
    }
    guard plan.warnings(.obstacle).isEmpty else {
      return wrapped("it cannot be applied: see what is in the way, then plan again")
    }
    let over = plan.warnings(.cap).isEmpty ? "" : " --over-cap"
    // Programs have no terminal, and people are asked for the count again.
    let expires = plan.expiresAt.iso8601.prefix(19).replacing("T", with: " ")
    return ["valid until \(expires)Z"]
      + ["cleanup apply \(plan.id) --expect \(plan.batches.count)\(over)"]
  }

  // MARK: Lines

  /// The columns that a line of a section has.
  private var room: Int { width.map { $0 - 2 } ?? 200 }

  private func bounded(_ sentences: [String], _ most: Int) -> [String] {
    sentences.prefix(most).flatMap(wrapped)
      + (sentences.count > most ? ["and \(sentences.count - most) more"] : [])
  }

  private func wrapped(_ sentence: String) -> [String] {
    // A statement is there to be copied, so it stands in one line.
    if let start = sentence.firstRange(of: CleanupWords.createIndex)?.lowerBound,
      start != sentence.startIndex
    {
      return wrapped(String(sentence[..<start])) + ["  " + sentence[start...]]
    }
    guard let width else { return [sentence] }
    return LineWrap.lines(Sanitiser.visible(sentence), columns: width - 2, indent: 2)
  }
}
