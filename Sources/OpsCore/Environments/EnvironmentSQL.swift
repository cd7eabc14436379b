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

  private static let systemIdentifier =
    "(SELECT system_identifier::text FROM pg_control_system())"
  private static let timeline = "(SELECT timeline_id FROM pg_control_checkpoint())"

  private static func card(systemIdentifier: String, timeline: String) -> String {
    """
    SELECT \(systemIdentifier) AS system_identifier, \(timeline) AS timeline,
      (SELECT oid FROM pg_database WHERE datname = current_database())::text AS database_oid,
      current_user AS role, current_setting('server_version') AS server_version,
      pg_is_in_recovery() AS is_replica, pg_backend_pid() AS backend_pid,
      (extract(epoch FROM clock_timestamp()) * 1000000)::bigint AS clock
    """
  }
}
