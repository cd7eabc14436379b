internal import FoundationEssentials
internal import Glibc

/// What somebody has to know who has nothing but an archive: whose rows these are, and how they lie in the files.
struct Manifest: Codable, Sendable, Equatable {
  /// The format of the archive.
  var format = 1
  /// The id of the plan.
  var plan: String
  /// The name of the environment.
  var environment: String
  /// Which database that was.
  var identity: Identity
  /// When the cleanup began.
  var createdAt: Instant
  /// How the files are to be read.
  var encoding = "gzip of COPY's text format, UTF-8, columns without those that are computed"
  /// The columns of all tables.
  var tables: CleanupTables

  init(_ stored: StoredPlan, tables: CleanupTables) {
    plan = stored.plan.id
    environment = stored.plan.environment
    identity = stored.plan.identity
    createdAt = .now
    self.tables = tables
  }
}

/// The manifest on disk.
struct ManifestFile: Sendable {
  private let path: String

  init(_ folder: StateFolder) {
    path = folder.location(of: "manifest.json")
  }

  /// Reads the manifest; nil when there is none yet.
  ///
  /// - Throws: `OpsError` with exit status 4 when it cannot be read.
  func read() throws(OpsError) -> Manifest? {
    do throws(TextFile.Failure) {
      let text = try TextFile(path: path, limit: 1 << 26).text
      guard let manifest = try? JSONDecoder().decode(Manifest.self, from: Data(text.utf8)) else {
        throw TextFile.Failure(isMissing: false, reason: "it is damaged")
      }
      return manifest
    } catch {
      if error.isMissing { return nil }
      throw failure("cannot read", error.reason)
    }
  }

  /// Writes the manifest.
  func write(_ manifest: Manifest) throws(OpsError) {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes]
    guard let bytes = try? encoder.encode(manifest) else {
      throw failure("cannot write", "it has no JSON form")
    }
    do throws(StateFile.Failure) {
      try StateFile.replace(path, with: Array(bytes))
    } catch {
      throw failure("cannot write", error.reason)
    }
  }

  private func failure(_ what: String, _ reason: String) -> OpsError {
    OpsError(
      .refused, "\(what) the manifest \(Sanitiser.visible(path)): \(reason); nothing was changed",
      hint: "check the state folder", code: "manifest")
  }
}
