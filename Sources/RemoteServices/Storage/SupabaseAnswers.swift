internal import FoundationEssentials
internal import OpsCore

/// What is asked of Supabase Storage for a page of names.
struct ListQuestion: Encodable {
  let prefix: String
  let limit: Int
  let cursor: String?
  let with_delimiter = false
}

/// A page of names.
struct ListAnswer: Decodable {
  let objects: [ListedObject]
  let hasNext: Bool
  let nextCursor: String?
}

/// An object of a page.
struct ListedObject: Decodable {
  struct Metadata: Decodable {
    let eTag: String?
    let size: Int?
  }

  let id: String?
  let name: String
  let key: String?
  let updated_at: String?
  let metadata: Metadata?

  var stored: StoredObject {
    StoredObject(
      name: key ?? name, bytes: metadata?.size ?? 0,
      modifiedAt: updated_at.flatMap { Instant(postgres: $0) },
      version: SupabaseVersion.text(id: id, updated: updated_at, tag: metadata?.eTag))
  }
}

/// What is known of one object.
struct InfoAnswer: Decodable {
  let id: String?
  let size: Int?
  let etag: String?
  let last_modified: String?

  func stored(as name: String) -> StoredObject {
    StoredObject(
      name: name, bytes: size ?? 0, modifiedAt: last_modified.flatMap { Instant(postgres: $0) },
      version: SupabaseVersion.text(id: id, updated: last_modified, tag: etag))
  }
}

/// What is asked for to delete objects.
struct DeleteQuestion: Encodable {
  let prefixes: [String]
}

/// A row that was deleted.
struct DeletedRow: Decodable {
  let name: String
}

/// The version of an object, of what pages and single looks both tell; the server's own version is not in its pages.
enum SupabaseVersion {
  static func text(id: String?, updated: String?, tag: String?) -> String {
    // Both tell the same moment, but not with the same number of digits.
    let time = updated.flatMap { Instant(postgres: $0) }
      .map { "\($0.microsecondsSinceEpoch / 1000)" }
    return [id, time ?? updated, tag].map { $0 ?? "-" }.joined(separator: " ")
  }
}

/// An answer that is a failure, read from its body rather than its status line.
struct SupabaseProblem {
  private struct Body: Decodable {
    let statusCode: String?
    let error: String?
    let message: String?
    let code: String?
  }

  let failure: StoreFailure
  /// Whether the object is not there; a bucket that is not there is another matter.
  let isAbsent: Bool

  init(_ answer: StoreHTTP.Answer) {
    guard answer.status != 200,
      let body = try? JSONDecoder().decode(Body.self, from: Data(answer.body))
    else {
      failure = StoreHTTP.failure(status: answer.status, nil)
      isAbsent = false
      return
    }
    // A 400 may be anything; other status lines are true.
    let inner = body.statusCode.flatMap { Int($0) }
    let status = answer.status == 400 ? inner ?? 400 : answer.status
    let word = body.code ?? body.error ?? body.message ?? ""
    let isBucket = word.contains("Bucket") || body.message == "Bucket not found"
    isAbsent = status == 404 && !isBucket && body.message != nil
    let message = body.message.map { String($0.prefix(200)) }
    failure = StoreHTTP.failure(status: status, message)
  }
}
