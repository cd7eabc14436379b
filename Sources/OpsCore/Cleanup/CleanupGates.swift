internal import Glibc
internal import Postgres

/// What has to be so between two transactions of a cleanup, on the server and on this machine.
struct CleanupGates: Sendable {
  /// Whether the cleanup may go on.
  enum Answer: Sendable, Equatable {
    /// It may.
    case go
    /// It waits, for so long as this is so.
    case hold(String)
    /// It waits, but not for ever: nobody knows whether it may.
    case unreadable(String)
  }

  /// What the server says.
  struct Reading: Sendable, Equatable {
    /// The number of replicas.
    var replicas = 0
    /// How many of them do not show how far they are.
    var hiddenReplicas = 0
    /// By how many bytes the slowest one is behind.
    var replicaBytes = 0
    /// How many bytes of log the laziest slot keeps from being thrown away.
    var slotBytes: Int?
    /// Whether the log is archived.
    var isArchiving = false
    /// How many files wait to be archived; nil when that cannot be read.
    var archiveBacklog: Int?
  }

  /// The most bytes that a replica may be behind.
  static let replicaLimit = 64 << 20
  /// The most bytes by which a slot may hold back more than when the cleanup began.
  static let slotLimit = 1 << 30
  /// The most files of log that may wait for the archiver.
  static let archiveLimit = 42
  /// The gates that a profile may waive, by the names of `limits.waive_gates`.
  static let names = ["replica", "slot", "archiver"]

  /// The gates that the profile waives.
  let waived: Set<String>
  /// What the slots held back when the cleanup began.
  let slotBytesBefore: Int

  /// Decides from what the server says; no replica, no slot and no archiver pass.
  func answer(_ reading: Reading) -> Answer {
    if !waived.contains("replica"), reading.replicas > 0 {
      guard reading.hiddenReplicas == 0 else {
        return .unreadable(
          "the lag of the replicas cannot be read: GRANT pg_monitor, or waive_gates = [\"replica\"]"
        )
      }
      guard reading.replicaBytes <= Self.replicaLimit else {
        return .hold("a replica is \(ByteCount.text(reading.replicaBytes)) behind")
      }
    }
    if !waived.contains("slot"), let bytes = reading.slotBytes,
      bytes - slotBytesBefore > Self.slotLimit
    {
      return .hold("a replication slot holds back \(ByteCount.text(bytes)) of log")
    }
    if !waived.contains("archiver"), reading.isArchiving {
      guard let backlog = reading.archiveBacklog else {
        return .unreadable(
          "the archiver's backlog cannot be read: GRANT pg_monitor, or waive_gates = [\"archiver\"]"
        )
      }
      guard backlog <= Self.archiveLimit else {
        return .hold("\(backlog) files of log wait for the archiver")
      }
    }
    return .go
  }

  /// Asks the server.
  static func read(_ connection: Connection) async throws(PostgresError) -> Reading {
    guard let row = try await connection.read(GateSQL.reading).first else { return Reading() }
    var reading = Reading(
      replicas: try row.int("replicas"), hiddenReplicas: try row.int("hidden"),
      replicaBytes: try row.optionalInt("replica_bytes") ?? 0,
      slotBytes: try row.optionalInt("slot_bytes"), isArchiving: try row.bool("archiving"))
    if reading.isArchiving, try row.bool("backlog_readable") {
      reading.archiveBacklog = try await connection.read(GateSQL.backlog).first?.int("n")
    }
    return reading
  }

  /// The bytes that are free where a folder is; nil when that cannot be read.
  static func freeBytes(at path: String) -> Int? {
    var status = statvfs()
    guard unsafe statvfs(path, &status) == 0 else { return nil }
    return Int(status.f_bavail) * Int(status.f_frsize)
  }

  /// Whether a folder lies in memory, so that a power failure would take it.
  static func isVolatile(_ path: String) -> Bool {
    guard let real = unsafe realpath(path, nil) else { return false }
    defer { unsafe free(real) }
    guard let mounts = try? TextFile(path: "/proc/self/mounts").text else { return false }
    return isVolatile(unsafe String(cString: real), mounts: mounts)
  }

  /// Tells from the table of mounts on what a path lies: the longest mount point in front of it, the last of equal ones.
  static func isVolatile(_ path: String, mounts: String) -> Bool {
    var best: (point: String, type: Substring) = ("", "")
    for line in mounts.split(separator: "\n") {
      let words = line.split(separator: " ")
      guard words.count >= 3 else { continue }
      let point = words[1].replacing("\\040", with: " ")
      let isAbove = path == point || path.hasPrefix(point == "/" ? "/" : point + "/")
      if isAbove, point.utf8.count >= best.point.utf8.count { best = (String(point), words[2]) }
    }
    return best.type == "tmpfs" || best.type == "ramfs"
  }
}

/// The statements about what a delete may do to others.
enum GateSQL {
  /// Replicas, slots and the archiver.
  static let reading = """
    SELECT (SELECT count(*) FROM pg_catalog.pg_stat_replication) AS replicas,
      (SELECT count(*) FROM pg_catalog.pg_stat_replication WHERE replay_lsn IS NULL) AS hidden,
      (SELECT max(pg_wal_lsn_diff(pg_current_wal_lsn(), replay_lsn))::bigint
        FROM pg_catalog.pg_stat_replication) AS replica_bytes,
      (SELECT max(pg_wal_lsn_diff(pg_current_wal_lsn(), restart_lsn))::bigint
        FROM pg_catalog.pg_replication_slots) AS slot_bytes,
      current_setting('archive_mode') <> 'off' AS archiving,
      has_function_privilege('pg_ls_archive_statusdir()', 'EXECUTE') AS backlog_readable
    """

  /// The files of log that wait for the archiver.
  static let backlog =
    "SELECT count(*) AS n FROM pg_ls_archive_statusdir() WHERE name LIKE '%.ready'"
}
