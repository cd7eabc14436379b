internal import ArgumentParser
internal import OpsCore

/// Shows where this shell is connected to, and as whom.
struct Status: OpsCommand {
  static let configuration = CommandConfiguration(
    commandName: "status",
    abstract: "Show where you are connected to, as whom, and what this database is like.",
    discussion: """
      The connection card: the server and its identity, whether row security hides rows from this \
      role, which statuses this database allows, and how it differs from the runbook's picture.

      EXAMPLE
        status -e prod
      """)
  /// Nothing: what can be told without the tables is told where somebody keeps everybody from them.
  static let requirements: Requirements = []
  static let isReadOnly = true
  static let group = OpsCore.CommandGroup.environment

  mutating func run(in context: Context) async throws -> Report {
    let link: Link
    do {
      link = try await context.link()
    } catch let error as OpsError where error.exit == .refused && error.sqlState != nil {
      let environment = try context.environment
      let fields = Self.fields(
        environment, try await context.connector.card(of: environment), context.arming?.until)
      context.output.emit(.card(fields, people: Self.sections(fields)))
      throw error
    }
    let bypass = try await link.bypassesRowSecurity()
    var outbox: OutboxSummary?
    do {
      outbox = try context.outbox(link).summary()
    } catch {
      // Where one is connected to must be seen nevertheless.
      context.output.notice("\(error.message): what waits in the outbox is not known")
    }
    let fields = Self.fields(link, bypass: bypass, armedUntil: context.arming?.until, outbox)
    var sections = Self.sections(fields) + Self.sections(link)
    if let outbox, outbox.objects > 0 { sections.insert(Self.section(outbox), at: 1) }
    return .card(fields, people: sections)
  }

  private static func fields(
    _ link: Link, bypass: Bool, armedUntil: Instant?, _ outbox: OutboxSummary?
  ) -> Fields {
    let schema = link.schema
    let known: Fields = [
      "bypass_row_security": .bool(bypass),
      "row_security_active": .bool(link.isRowSecurityActive),
      "entry_status": .text(schema.entryStatus),
      "statuses": .array(schema.statuses.map(DataValue.text)),
      "in_flight": .array(schema.inFlight.map(DataValue.text)),
      "differences": .array(schema.differences.map(DataValue.text)),
      "objects_deferred": DataValue(orNull: outbox?.objects),
      "objects_overdue": DataValue(orNull: outbox?.overdue),
      "objects_overdue_since": DataValue(orNull: outbox?.overdueSince),
      "objects_denied": DataValue(orNull: outbox?.denied),
    ]
    return Fields(
      fields(link.environment, link.card, armedUntil).pairs.map { name, value in
        (name, known[name] ?? value)
      })
  }

  /// What can be told without the tables; the rest is null.
  private static func fields(
    _ environment: Environment, _ card: ConnectionCard, _ armedUntil: Instant?
  ) -> Fields {
    [
      "environment": .text(environment.name),
      "protected": .bool(environment.isProtected),
      "host": .text(card.host), "port": .text(card.port), "database": .text(card.database),
      "user": .text(card.user), "dsn_source": .text(card.dsnSource),
      "tls": DataValue(orNull: card.tls), "server_version": .text(card.serverVersion),
      "role": .text(card.role), "replica": .bool(card.isReplica),
      "pooled": .text(card.pooled.rawValue),
      "bypass_row_security": .null, "row_security_active": .null,
      "system_identifier": DataValue(orNull: card.systemIdentifier),
      "database_oid": DataValue(orNull: card.databaseOID.map(Int.init)),
      "timeline": DataValue(orNull: card.timeline.map(Int.init)),
      "identity": .text(card.identity.rawValue),
      "armed_until": DataValue(orNull: armedUntil),
      "entry_status": .null, "statuses": .null, "in_flight": .null, "differences": .null,
      "clock_skew_seconds": DataValue(orNull: card.clockSkewSeconds),
      "objects_deferred": .null, "objects_overdue": .null, "objects_overdue_since": .null,
      "objects_denied": .null,
    ]
  }

  /// What waits in the outbox; what should have gone by now comes first.
  private static func section(_ outbox: OutboxSummary) -> ReportSection {
    var lines: [String] = []
    if let since = outbox.overdueSince {
      lines.append(
        "\(outbox.overdue) overdue since \(since.iso8601): storage purge deletes them")
    }
    if outbox.denied > 0 { lines.append("\(outbox.denied) denied by the store") }
    lines.append("\(outbox.objects) deferred altogether, \(outbox.bytes) bytes")
    return ReportSection("Objects to be deleted", .lines(lines))
  }

  /// The same for people: what decides whether a command can be trusted comes first.
  private static func sections(_ fields: Fields) -> [ReportSection] {
    func part(_ names: String...) -> Fields {
      Fields(names.compactMap { name in fields[name].map { (name, $0) } })
    }
    return [
      ReportSection("", .fields(part("environment", "protected", "armed_until"))),
      ReportSection(
        "Connection",
        .fields(part("host", "port", "database", "user", "dsn_source", "tls", "pooled"))),
      ReportSection(
        "Server",
        .fields(
          part(
            "server_version", "replica", "identity", "system_identifier", "database_oid",
            "timeline",
            "clock_skew_seconds"))),
      ReportSection(
        "Role", .fields(part("role", "bypass_row_security", "row_security_active"))),
    ]
  }

  private static func sections(_ link: Link) -> [ReportSection] {
    var sections = [
      ReportSection(
        "Batches",
        .fields([
          "entry_status": .text(link.schema.entryStatus),
          "statuses": .text(link.schema.statuses.joined(separator: ", ")),
          "in_flight": .text(link.schema.inFlight.joined(separator: ", ")),
        ]))
    ]
    let differences = link.schema.differences
    if !differences.isEmpty {
      sections.append(ReportSection("Unlike the runbook", .lines(differences)))
    }
    return sections
  }
}
