internal import FoundationEssentials
public import OpsCore

/// Supabase Storage by its REST interface.
///
/// The status line of its errors lies: nearly all of them are HTTP 400, and the body says what happened. A bulk delete
/// answers 200 with the rows that it has deleted; what is missing there was not there, or was not to be deleted by this
/// key, which only another look tells.
public struct SupabaseStore: ObjectStore {
  private let url: String
  private let bucket: String
  private let key: String?

  /// Makes a store.
  ///
  /// - Parameters:
  ///   - url: The address of the Storage API, without a slash at its end.
  ///   - bucket: The bucket.
  ///   - key: The service key.
  public init(url: String, bucket: String, key: String?) {
    self.url = url
    self.bucket = bucket
    self.key = key
  }

  /// The address and the bucket.
  public var place: String { "\(url), bucket \(bucket)" }
  /// As many as the server takes in one transaction.
  public var namesPerRequest: Int { 500 }
  /// The largest page that the server gives.
  public var pageSize: Int { 1000 }
  /// The cursor is the server's own.
  public var startsAnywhere: Bool { false }

  /// Lists objects.
  public func page(_ query: ObjectQuery) async throws(StoreFailure) -> ObjectPage {
    let question = ListQuestion(
      prefix: query.prefix, limit: min(query.limit, pageSize), cursor: query.cursor)
    let answer = try await send("POST", "object/list-v2/\(path(bucket))", question)
    let page: ListAnswer = try decode(answer)
    return ObjectPage(
      objects: page.objects.map(\.stored), cursor: page.hasNext ? page.nextCursor : nil)
  }

  /// Looks at an object.
  public func look(_ name: String) async throws(StoreFailure) -> StoredObject? {
    let answer = try await send(
      "GET", "object/info/\(path(bucket))/\(path(name))", timeout: .seconds(15))
    guard answer.status == 200 else {
      let problem = SupabaseProblem(answer)
      if problem.isAbsent { return nil }
      throw problem.failure
    }
    let info: InfoAnswer = try decode(answer)
    return info.stored(as: name)
  }

  /// Reads an object; the store has no way to ask for a version, so it is compared before and after.
  public func read(_ object: StoredObject, _ receive: ([UInt8]) throws -> Void) async throws {
    var request = request(
      "GET", "object/authenticated/\(path(bucket))/\(path(object.name))", [UInt8]?.none)
    request.timeout = .seconds(3600)
    let answer = try await StoreHTTP.stream(request, receive)
    guard answer.status == 200 else { throw SupabaseProblem(answer).failure }
    guard try await look(object.name)?.version == object.version else {
      throw StoreFailure(.lost, "it was replaced meanwhile")
    }
  }

  /// Deletes objects in one transaction of the server; the names are exact, whatever the server calls them.
  public func delete(_ objects: [ObjectVersion]) async throws(StoreFailure) -> [ObjectAnswer] {
    let answer = try await send(
      "DELETE", "object/\(path(bucket))", DeleteQuestion(prefixes: objects.map(\.name)))
    let rows: [DeletedRow] = try decode(answer)
    let deleted = Set(rows.map(\.name))
    return objects.map { deleted.contains($0.name) ? .deleted : .absent }
  }

  // MARK: Requests

  private func path(_ name: String) -> String { PercentCoding.encoded(name, keepingSlashes: true) }

  private func send(
    _ method: String, _ path: String, timeout: Duration
  ) async throws(StoreFailure) -> StoreHTTP.Answer {
    var request = request(method, path, nil)
    request.timeout = timeout
    return try await StoreHTTP.send(request)
  }

  private func send(
    _ method: String, _ path: String, _ question: some Encodable
  ) async throws(StoreFailure) -> StoreHTTP.Answer {
    guard let body = try? JSONEncoder().encode(question) else {
      throw StoreFailure(.refused, "a name has no JSON form")
    }
    return try await StoreHTTP.send(request(method, path, Array(body)))
  }

  private func request(_ method: String, _ path: String, _ body: [UInt8]?) -> StoreHTTP.Request {
    var request = StoreHTTP.Request(method: method, url: "\(url)/\(path)", body: body)
    if body != nil { request.headers.append(("Content-Type", "application/json")) }
    guard let key else { return request }
    request.headers.append(("apikey", key))
    // A legacy key is a JWT and stands for a role; an opaque key is exchanged by the gateway and must not be a bearer.
    if key.hasPrefix("eyJ") { request.headers.append(("Authorization", "Bearer " + key)) }
    return request
  }

  private func decode<Value: Decodable>(
    _ answer: StoreHTTP.Answer
  ) throws(StoreFailure) -> Value {
    guard answer.status == 200 else { throw SupabaseProblem(answer).failure }
    do {
      return try JSONDecoder().decode(Value.self, from: Data(answer.body))
    } catch {
      throw StoreHTTP.failure(status: 200, nil)
    }
  }
}
