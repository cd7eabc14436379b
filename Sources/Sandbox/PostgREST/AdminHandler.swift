internal import FlyingFox

/// PostgREST's admin server.
struct AdminHandler: HTTPHandler {
  let cache: SchemaCache

  func handleRequest(_ request: HTTPRequest) async throws -> HTTPResponse {
    let now = cache.snapshot
    switch request.path {
    case "/live": return HTTPResponse(statusCode: .ok)
    case "/ready":
      let isReady = now.tables != nil && now.isListening
      return HTTPResponse(statusCode: isReady ? .ok : .serviceUnavailable)
    case "/schema_cache": return schemaCache(now)
    case "/metrics":
      return Answers.body(metrics(now), .ok, [.contentType: "text/plain; charset=utf-8"])
    default: return HTTPResponse(statusCode: .notFound)
    }
  }

  private func schemaCache(_ now: SchemaCache.Snapshot) -> HTTPResponse {
    guard let tables = now.tables else { return HTTPResponse(statusCode: .ok) }
    let names = tables.flatMap { schema, names in names.map { (schema, $0) } }.sorted(by: <)
    let list = names.map { schema, name in
      "[{\"qiName\":\(Answers.json(name)),\"qiSchema\":\(Answers.json(schema))},"
        + "{\"tableName\":\(Answers.json(name)),\"tableSchema\":\(Answers.json(schema))}]"
    }
    return Answers.body(
      "{\"dbMediaHandlers\":[],\"dbRelationships\":[],\"dbRepresentations\":[],\"dbRoutines\":[],"
        + "\"dbTables\":[\(list.joined(separator: ","))]}")
  }

  private func metrics(_ now: SchemaCache.Snapshot) -> String {
    """
    # HELP pgrst_schema_cache_loads_total The total number of times the schema cache was loaded
    # TYPE pgrst_schema_cache_loads_total counter
    pgrst_schema_cache_loads_total{status="FAIL"} \(now.failures).0
    pgrst_schema_cache_loads_total{status="SUCCESS"} \(now.successes).0
    # HELP pgrst_schema_cache_query_time_seconds The query time in seconds of the last schema cache load
    # TYPE pgrst_schema_cache_query_time_seconds gauge
    pgrst_schema_cache_query_time_seconds \(now.lastQuerySeconds)
    # HELP pgrst_db_pool_timeouts_total The total number of pool connection timeouts
    # TYPE pgrst_db_pool_timeouts_total counter
    pgrst_db_pool_timeouts_total 0.0
    # HELP pgrst_db_pool_available Available connections in the pool
    # TYPE pgrst_db_pool_available gauge
    pgrst_db_pool_available 10.0
    # HELP pgrst_db_pool_waiting Requests waiting to acquire a pool connection
    # TYPE pgrst_db_pool_waiting gauge
    pgrst_db_pool_waiting 0.0
    # HELP pgrst_db_pool_max Max pool connections
    # TYPE pgrst_db_pool_max gauge
    pgrst_db_pool_max 10.0

    """
  }
}
