internal import Glibc

/// The plans in the state folder, each with its archive in a folder of its own.
public struct PlanStore: Sendable {
  private let state: StateFolder
  private static let folder = "plans"
  /// A plan of a million batches has some 200 MB.
  private static let largest = 1 << 29
  /// After this time a plan that expired without being started is thrown away.
  private static let kept = Duration.seconds(7 * 86_400)

  /// Makes a store in a state folder; nothing is written before the first plan.
  public init(_ state: StateFolder) {
    self.state = state
  }

  /// Saves a new plan, and throws away those that expired long ago without being started.
  ///
  /// - Throws: `OpsError` with exit status 78 when the state folder cannot be used.
  public func save(_ plan: CleanupPlan) throws(OpsError) {
    prune()
    let folder = try state.folder(Self.folder).folder(plan.id)
    let path = folder.location(of: "plan.json")
    guard let file = try? PlanFile(plan) else {
      throw Self.failure("cannot write", path, "its content has no JSON form")
    }
    do {
      try StateFile.replace(path, with: file.bytes)
    } catch {
      throw Self.failure("cannot write", path, error.reason)
    }
  }

  /// Finds a plan.
  ///
  /// - Parameter reference: The id, or at least its first four digits.
  /// - Returns: The plan with what has happened to it.
  /// - Throws: `OpsError` with exit status 64 for a text that is no id, 1 when there is no such plan, several begin so,
  ///   or its file is damaged or of a newer version.
  public func load(_ reference: String) throws(OpsError) -> StoredPlan {
    let prefix = reference.lowercased()
    guard prefix.utf8.count >= 4, prefix.utf8.count <= 12,
      prefix.utf8.allSatisfy(Hexadecimal.isDigit)
    else {
      throw OpsError(
        .usage, "\(Sanitiser.visible(String(reference.prefix(80)))) is no id of a plan",
        hint: "cleanup plans lists them", code: "malformed_id")
    }
    let found = ids().filter { $0.hasPrefix(prefix) }
    guard let id = found.first else {
      throw OpsError(
        .failed, "there is no plan \(prefix)", hint: "cleanup plans lists them", code: "no_plan")
    }
    guard found.count == 1 else {
      throw OpsError(
        .failed,
        "\(prefix) is the beginning of \(found.count) plans: \(found.joined(separator: ", "))",
        hint: "give more digits", code: "ambiguous_id")
    }
    return try read(id)
  }

  /// Returns all plans, the newest first, and what is wrong with those that cannot be read.
  public func all() -> (plans: [StoredPlan], problems: [OpsError]) {
    var plans: [StoredPlan] = []
    var problems: [OpsError] = []
    for id in ids() {
      do throws(OpsError) {
        plans.append(try read(id))
      } catch {
        problems.append(error)
      }
    }
    return (plans.sorted { $0.plan.createdAt > $1.plan.createdAt }, problems)
  }

  /// The ids of all plans, whether or not they can be read.
  public func ids() -> [String] {
    let path = state.location(of: Self.folder)
    return FolderListing.names(in: path)
      .filter { $0.utf8.count == 12 && $0.utf8.allSatisfy(Hexadecimal.isDigit) }.sorted()
  }

  private func read(_ id: String) throws(OpsError) -> StoredPlan {
    let folder = StateFolder(path: state.location(of: "\(Self.folder)/\(id)"))
    let path = folder.location(of: "plan.json")
    let text: String
    do throws(TextFile.Failure) {
      text = try TextFile(path: path, limit: Self.largest).text
    } catch {
      throw Self.failure("cannot read", path, error.reason)
    }
    do throws(PlanFile.Failure) {
      let file = try PlanFile(text)
      guard file.plan.id == id else { throw .damaged }
      return StoredPlan(plan: file.plan, digest: file.digest, folder: folder)
    } catch {
      let reason =
        switch error {
        case .damaged: "it is not as it was written"
        case .newer(let format): "it has the format \(format), of a newer dfops"
        }
      throw OpsError(
        .failed, "the plan \(id) cannot be used: \(reason); nothing was changed",
        hint: "make a new plan, or use the dfops that made this one", code: "plan_damaged")
    }
  }

  private func prune() {
    for stored in all().plans
    where stored.plan.expiresAt + Self.kept < .now && !stored.hasStarted {
      FolderListing.removeFlat(stored.folder.path)
    }
  }

  private static func failure(_ what: String, _ path: String, _ reason: String) -> OpsError {
    OpsError(
      .configuration, "\(what) \(Sanitiser.visible(path)): \(reason)",
      hint: "check the state folder, or set DFOPS_STATE_DIR to another one",
      code: "state_not_writable")
  }
}
