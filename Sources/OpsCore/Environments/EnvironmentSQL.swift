/// The statements about the server itself.
enum EnvironmentSQL {
  /// Statements that read everything that the connection card needs at once, the most telling first.
  ///
  /// The later ones are for roles that may not read the server's control data. PostgreSQL checks the right to call a
  /// function before it looks whether the call is ever reached, so that no CASE could guard it.
  static let cards = [
    card(systemIdentifier: systemIdentifier, timeline: timeline),
    card(systemIdentifier: systemIdentifier, timeline: "NULL::int"),
    card(systemIdentifier: "NULL::text", timeline: "NULL::int"),
  ]

  /// Whether the role is above row security; a view that takes a new session as long as all of the card.
  static let bypass = """
    SELECT rolsuper OR rolbypassrls AS bypass FROM pg_catalog.pg_roles WHERE rolname = current_user
    """

  private static let systemIdentifier = "(pg_control_system()).system_identifier"
  private static let timeline = "(pg_control_checkpoint()).timeline_id"

  /// Functions alone: the first table that a new server process reads costs it as much as all of this.
  private static func card(systemIdentifier: String, timeline: String) -> String {
    """
    SELECT \(systemIdentifier) AS system_identifier, \(timeline) AS timeline,
      (pg_get_object_address('database', ARRAY[current_database()::text], '{}')).objid
        AS database_oid,
      current_user AS role, current_setting('server_version') AS server_version,
      pg_is_in_recovery() AS is_replica, pg_backend_pid() AS backend_pid,
      clock_timestamp() AS clock
    """
  }
}
