internal import Postgres

/// A batch that was named, with the row of the listing that named it.
public struct FoundBatch: Sendable, Equatable {
  /// The batch as it is now.
  public var batch: Batch
  /// The words that named it.
  public var name: String
  /// What the listing showed; nil when an id named it.
  public var listed: Listing.Row?

  /// How the batch has changed since it was listed, in one line; nil when it has not.
  public var change: String? {
    guard let listed, listed.version != batch.version || listed.status != batch.status else {
      return nil
    }
    let before = Sanitiser.visible(listed.status)
    let what =
      listed.status == batch.status
      ? "written by somebody, still \(before)" : "\(before) -> \(Sanitiser.visible(batch.status))"
    return "\(name) (\(batch.id)) has changed since the listing: \(what)"
  }
}

extension BatchStore {
  /// Finds the batches that references name, in their order, each once.
  ///
  /// - Parameters:
  ///   - references: Ids, beginnings of ids, or places such as `%3`.
  ///   - listing: The last listing.
  /// - Returns: The batches as they are now.
  /// - Throws: `OpsError` with exit status 64 for a malformed reference, 1 for one that names no batch or several, 4 for
  ///   a place in the listing whose batch has changed since.
  public func resolve(_ references: [String], listing: Listing?) async throws -> [Batch] {
    let found = try await find(references, listing: listing)
    let changes = found.compactMap(\.change)
    guard changes.isEmpty else {
      throw OpsError(
        .refused, "\(ChangeExecution.joined(changes)); nothing was changed",
        hint: "list again, then decide", code: "listing_stale")
    }
    return found.map(\.batch)
  }

  /// Finds the batches that references name, whether or not they have changed since they were listed.
  ///
  /// - Throws: `OpsError` with exit status 64 for a malformed reference, 1 for one that names no batch or several.
  public func find(_ references: [String], listing: Listing?) async throws -> [FoundBatch] {
    let parsed = try references.map { text throws(OpsError) in try BatchReference.parse(text) }
    return try await find(parsed, listing: listing)
  }

  func find(_ references: [BatchReference], listing: Listing?) async throws -> [FoundBatch] {
    guard !references.isEmpty else { return [] }
    let names = try references.map { reference throws(OpsError) in
      try NamedDigits(reference, listing, in: environmentName)
    }
    let rows = try await candidates(names.map(\.digits))
    var found: [FoundBatch] = []
    var unknown: [NamedDigits] = []
    for (place, name) in names.enumerated() {
      let batches = rows[place + 1] ?? []
      guard batches.count <= 1 else { throw Self.ambiguous(name, batches) }
      guard let batch = batches.first else {
        unknown.append(name)
        continue
      }
      guard !found.contains(where: { $0.batch.id == batch.id }) else { continue }
      found.append(FoundBatch(batch: batch, name: name.text, listed: name.listed))
    }
    guard unknown.isEmpty else { throw try await Elsewhere(store: self).error(unknown) }
    return found
  }

  /// Returns the batches whose ids begin with the digits, by their place from 1.
  ///
  /// All digits are looked for at once, each by a range of the primary key.
  private func candidates(_ digits: [String]) async throws -> [Int: [Batch]] {
    let ranges = digits.map(BatchReference.range)
    let rows = try await look(
      """
      SELECT wanted.place, \(BatchSQL.columns(in: schema))
      FROM unnest($1::uuid[], $2::uuid[]) WITH ORDINALITY AS wanted(low, high, place)
      CROSS JOIN LATERAL (SELECT c.id FROM \(BatchSQL.table) AS c
        WHERE c.id BETWEEN wanted.low AND wanted.high ORDER BY c.id LIMIT \(Self.shownMatches + 1)
      ) AS found
      JOIN \(BatchSQL.table) AS b ON b.id = found.id
      ORDER BY wanted.place, b.id
      """, [.textArray(ranges.map(\.low)), .textArray(ranges.map(\.high))])
    var batches: [Int: [Batch]] = [:]
    for row in rows { batches[try row.int("place"), default: []].append(try Batch(row)) }
    return batches
  }

  private static let shownMatches = 4

  private static func ambiguous(_ name: NamedDigits, _ batches: [Batch]) -> OpsError {
    let shown = batches.prefix(shownMatches).map { "\($0.id) (\(Sanitiser.visible($0.status)))" }
    let more = batches.count > shownMatches ? " and more" : ""
    return OpsError(
      .failed, "\(name.text) names several batches: \(shown.joined(separator: ", "))\(more)",
      hint: "give more digits of the id", code: "ambiguous_id")
  }
}

/// What is looked for in the table, for one reference.
struct NamedDigits {
  /// The words that named it.
  var text: String
  /// The digits of the id, or its beginning.
  var digits: String
  /// The row of the listing, when a place named it.
  var listed: Listing.Row?

  init(
    _ reference: BatchReference, _ listing: Listing?, in environment: String
  ) throws(OpsError) {
    switch reference {
    case .digits(let digits):
      self.digits = digits
      text = BatchReference.isWhole(digits) ? Self.dashed(digits) : digits
    case .place(let place):
      text = "%\(place)"
      guard let listing else {
        throw OpsError(
          .usage, "\(text) names a row of a listing, and nothing was listed yet",
          hint: "run batches or stuck first")
      }
      guard listing.environment == environment else {
        throw OpsError(
          .refused, "the last listing is of \(listing.environment), this is \(environment)",
          hint: "list the batches of \(environment) first")
      }
      guard listing.rows.indices.contains(place - 1) else {
        throw OpsError(
          .failed, "\(text) names no batch: the last listing has \(listing.rows.count)",
          hint: "batches or stuck lists them anew")
      }
      let row = listing.rows[place - 1]
      listed = row
      digits = row.id.replacing("-", with: "")
    }
  }

  /// An id as the server writes it.
  static func dashed(_ digits: String) -> String {
    var text = ""
    for (index, digit) in digits.enumerated() {
      if index == 8 || index == 12 || index == 16 || index == 20 { text += "-" }
      text.append(digit)
    }
    return text
  }
}
