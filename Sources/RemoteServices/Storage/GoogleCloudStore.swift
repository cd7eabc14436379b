internal import FoundationEssentials
public import OpsCore

/// Google Cloud Storage by its JSON interface.
///
/// A deletion always names the generation that was planned, so that it can be repeated and never takes a newer object.
public struct GoogleCloudStore: ObjectStore {
  private let bucket: String
  private let base: String
  private let tokens: TokenSource?

  /// Makes a store.
  ///
  /// - Parameters:
  ///   - bucket: The bucket.
  ///   - base: The address of the service, without a slash at its end.
  ///   - tokens: Who gives tokens; nil sends none, as to an emulator.
  init(bucket: String, base: String = Self.service, tokens: TokenSource?) {
    self.bucket = bucket
    self.base = base
    self.tokens = tokens
  }

  static let service = "https://storage.googleapis.com"

  /// The bucket, and the emulator when it is one.
  public var place: String { base == Self.service ? "gs://\(bucket)" : "gs://\(bucket) at \(base)" }
  /// Names are deleted one by one.
  public var namesPerRequest: Int { 1 }
  /// The largest page that the service gives.
  public var pageSize: Int { 1000 }
  /// A listing can begin anywhere.
  public var startsAnywhere: Bool { true }

  /// Lists objects.
  public func page(_ query: ObjectQuery) async throws(StoreFailure) -> ObjectPage {
    var items = [
      ("maxResults", "\(min(query.limit, pageSize))"), ("prefix", query.prefix),
      ("fields", "items(\(Self.fields)),nextPageToken"),
    ]
    if let cursor = query.cursor { items.append(("pageToken", cursor)) }
    if let start = query.start { items.append(("startOffset", start)) }
    let answer = try await send("GET", objects + "?" + Self.query(items), timeout: .seconds(60))
    guard answer.status == 200 else { throw GoogleProblem(answer).failure }
    let page: GooglePage = try Self.decode(answer)
    return ObjectPage(
      objects: (page.items ?? []).map(\.stored),
      cursor: page.nextPageToken.flatMap { $0.isEmpty ? nil : $0 })
  }

  /// Looks at an object.
  public func look(_ name: String) async throws(StoreFailure) -> StoredObject? {
    let answer = try await send(
      "GET", object(name) + "?" + Self.query([("fields", Self.fields)]), timeout: .seconds(15))
    guard answer.status == 200 else {
      let problem = GoogleProblem(answer)
      if answer.status == 404, !problem.isAboutBucket { return nil }
      throw problem.failure
    }
    let found: GoogleObject = try Self.decode(answer)
    return found.stored
  }

  /// Reads the generation that was seen.
  public func read(_ object: StoredObject, _ receive: ([UInt8]) throws -> Void) async throws {
    var items = [("alt", "media")]
    if let generation = object.version { items.append(("generation", generation)) }
    let request = try await request(
      "GET", self.object(object.name) + "?" + Self.query(items), timeout: .seconds(3600))
    let answer = try await StoreHTTP.stream(request, receive)
    guard answer.status == 200 else { throw GoogleProblem(answer).failure }
  }

  /// Deletes objects, each only if it is still the planned generation.
  public func delete(_ objects: [ObjectVersion]) async throws(StoreFailure) -> [ObjectAnswer] {
    var answers: [ObjectAnswer] = []
    for object in objects { answers.append(try await delete(object)) }
    return answers
  }

  private func delete(_ object: ObjectVersion) async throws(StoreFailure) -> ObjectAnswer {
    guard let generation = object.version else {
      return .failed(StoreFailure(.refused, "no generation was planned"))
    }
    let query = Self.query([("ifGenerationMatch", generation)])
    let answer = try await send(
      "DELETE", self.object(object.name) + "?" + query, timeout: .seconds(60))
    let problem = GoogleProblem(answer)
    switch answer.status {
    case 200, 204: return .deleted
    case 404 where !problem.isAboutBucket: return .absent
    case 412: return .replaced
    case 401, 403: return .denied(problem.failure.reason)
    default: return .failed(problem.failure)
    }
  }

  // MARK: Requests

  private static let fields = "name,generation,size,md5Hash,updated"

  private var objects: String { "/storage/v1/b/\(PercentCoding.encoded(bucket))/o" }

  private func object(_ name: String) -> String { "\(objects)/\(PercentCoding.encoded(name))" }

  private static func query(_ items: [(String, String)]) -> String {
    items.map { "\($0)=\(PercentCoding.encoded($1))" }.joined(separator: "&")
  }

  private func send(
    _ method: String, _ path: String, timeout: Duration
  ) async throws(StoreFailure) -> StoreHTTP.Answer {
    try await StoreHTTP.send(try await request(method, path, timeout: timeout))
  }

  private func request(
    _ method: String, _ path: String, timeout: Duration
  ) async throws(StoreFailure) -> StoreHTTP.Request {
    var request = StoreHTTP.Request(method: method, url: base + path, timeout: timeout)
    if let tokens {
      request.headers.append(("Authorization", "Bearer " + (try await tokens.token())))
    }
    return request
  }

  private static func decode<Value: Decodable>(
    _ answer: StoreHTTP.Answer
  ) throws(StoreFailure) -> Value {
    do {
      return try JSONDecoder().decode(Value.self, from: Data(answer.body))
    } catch {
      throw StoreHTTP.failure(status: answer.status, nil)
    }
  }
}

/// A page of names.
private struct GooglePage: Decodable {
  let items: [GoogleObject]?
  let nextPageToken: String?
}

/// An object; numbers of 64 bits come as texts.
private struct GoogleObject: Decodable {
  let name: String
  let generation: String?
  let size: String?
  let md5Hash: String?
  let updated: String?

  var stored: StoredObject {
    StoredObject(
      name: name, bytes: size.flatMap { Int($0) } ?? 0,
      modifiedAt: updated.flatMap { Instant(postgres: $0) }, version: generation,
      md5: md5Hash.flatMap(Self.hexadecimal))
  }

  private static func hexadecimal(_ base64: String) -> String? {
    guard let bytes = Data(base64Encoded: base64), bytes.count == 16 else { return nil }
    return bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
  }
}

/// An answer that is a failure.
struct GoogleProblem {
  private struct Body: Decodable {
    struct Inner: Decodable {
      struct Reason: Decodable {
        let reason: String?
      }

      let message: String?
      let errors: [Reason]?
    }

    let error: Inner
  }

  let failure: StoreFailure
  /// Whether the bucket is missing, and not the object.
  let isAboutBucket: Bool

  init(_ answer: StoreHTTP.Answer) {
    let body = try? JSONDecoder().decode(Body.self, from: Data(answer.body))
    let reason = body?.error.errors?.first?.reason
    let message = body?.error.message.map { String($0.prefix(200)) }
    isAboutBucket = message?.lowercased().contains("bucket does not exist") ?? false
    failure = StoreHTTP.failure(
      status: answer.status,
      [reason, message].compactMap(\.self).joined(separator: ": ").nonEmpty)
  }
}

extension String {
  /// The text; nil when there is nothing in it.
  fileprivate var nonEmpty: String? { isEmpty ? nil : self }
}
