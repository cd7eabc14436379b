internal import ArgumentParser
internal import OpsCore

/// Lists the plans.
struct CleanupPlans: OpsCommand {
  static let configuration = CommandConfiguration(
    commandName: "plans", abstract: "List the plans, the newest first.",
    discussion: """
      Plans of all environments that were made on this machine. One that was never started is \
      thrown away a week after it has expired.

      EXAMPLE
        cleanup plans
      """)
  static let requirements: Requirements = []
  static let isReadOnly = true
  static let group = OpsCore.CommandGroup.changes

  mutating func run(in context: Context) async throws -> Report {
    let (plans, problems) = PlanStore(context.session.state).all()
    for problem in problems { context.output.notice("warning: \(problem.message)") }
    var rows: [[DataValue]] = []
    for stored in plans {
      do throws(OpsError) {
        rows.append(Self.row(stored.plan, try stored.state()))
      } catch {
        context.output.notice("warning: \(error.message)")
      }
    }
    return .list(
      Table(columns: Self.columns, rows: rows, footer: plans.isEmpty ? "there are no plans" : nil))
  }

  private static let columns = [
    Column("plan", "PLAN", .id, importance: .essential),
    Column("environment", "ENV"),
    Column("state", "STATE", .id, importance: .essential),
    Column("batches", "BATCHES", .number),
    Column("created_at", "CREATED", .time, importance: .extra),
    Column("expires_at", "EXPIRES", .time),
    Column("filters", "FILTERS", maxWidth: 60),
  ]

  private static func row(_ plan: CleanupPlan, _ state: PlanState) -> [DataValue] {
    [
      .text(plan.id), .text(plan.environment), .text(state.rawValue),
      DataValue(orNull: plan.batches.count), .time(plan.createdAt), .time(plan.expiresAt),
      .array(plan.filters.map(DataValue.text)),
    ]
  }
}
