/// The name of a batch's object, and who says so.
public struct ObjectLocation: Sendable, Equatable {
  /// Who says what the name is.
  public enum Source: String, Sendable, Equatable {
    /// The batch's own column.
    case storagePath = "storage_path"
    /// The profile's template, because the batch says nothing.
    case template
  }

  /// Why there is no name.
  public struct Problem: Error, Sendable, Equatable {
    /// The reason, as a clause.
    public var reason: String
  }

  /// The name in the bucket.
  public var name: String
  /// Who says so.
  public var source: Source
  /// The name as it stands, where it may also be meant literally: with its `%41` not decoded.
  public var literal: String?

  /// All names that may be meant.
  public var names: [String] { [name] + [literal].compactMap(\.self) }

  /// Finds the name of a batch's object.
  ///
  /// - Parameters:
  ///   - id: The id of the batch.
  ///   - path: What its column says; nil or empty is nothing.
  ///   - settings: The store, whose template fills in.
  /// - Throws: `Problem` when the column names nothing that can be an object of this store.
  public init(batch id: String, path: String?, in settings: StorageSettings) throws(Problem) {
    guard let path, !path.isEmpty else {
      self.init(name: settings.name(ofBatch: id), source: .template)
      try Self.check(name)
      return
    }
    let name = try Self.normalised(path, bucket: settings.bucket)
    let decoded = PercentCoding.decoded(name)
    self.init(
      name: decoded ?? name, source: .storagePath,
      literal: decoded == nil || decoded == name ? nil : name)
    try Self.check(self.name)
  }

  private init(name: String, source: Source, literal: String? = nil) {
    self.name = name
    self.source = source
    self.literal = literal
  }

  /// Takes away what writers put before the name: an address, slashes, the bucket.
  private static func normalised(_ path: String, bucket: String) throws(Problem) -> String {
    var rest = path[...]
    if let scheme = path.firstRange(of: "://") {
      rest = path[scheme.upperBound...]
      guard let slash = rest.firstIndex(of: "/"), rest[..<slash] == bucket else {
        throw Problem(reason: "its storage_path leads to another store than the profile's")
      }
      rest = rest[rest.index(after: slash)...]
    }
    while rest.hasPrefix("/") { rest = rest.dropFirst() }
    if let inside = String(rest).dropping(prefix: bucket + "/") { rest = inside[...] }
    return String(rest)
  }

  /// Refuses what no object of a batch can be called, and what would lead out of a folder.
  static func check(_ name: String) throws(Problem) {
    let parts = name.split(separator: "/", omittingEmptySubsequences: false)
    guard !name.isEmpty, name.utf8.count <= 1024, !name.utf8.contains(0),
      parts.allSatisfy({ !$0.isEmpty && $0 != "." && $0 != ".." })
    else { throw Problem(reason: "its storage_path is no name of an object") }
  }
}

extension StorageSettings {
  /// The name that the template gives to a batch.
  public func name(ofBatch id: String) -> String {
    template.replacing("{id}", with: id.lowercased())
  }

  /// The id of the batch to which the template gives this name; nil when it gives it to none.
  public func batch(ofName name: String) -> String? {
    guard let mark = template.firstRange(of: "{id}") else { return nil }
    let before = template[..<mark.lowerBound]
    let after = template[mark.upperBound...]
    guard name.utf8.count == before.utf8.count + 36 + after.utf8.count, name.hasPrefix(before),
      name.hasSuffix(after)
    else { return nil }
    let id = String(name.dropFirst(before.count).dropLast(after.count))
    guard case .digits(let digits)? = try? BatchReference.parse(id), BatchReference.isWhole(digits),
      self.name(ofBatch: id) == name
    else { return nil }
    return id
  }
}

/// The percent encoding of URLs (RFC 3986).
public enum PercentCoding {
  /// Returns what a text means when every `%` in it begins an escape; nil when one does not, or when it is no UTF-8.
  static func decoded(_ text: String) -> String? {
    guard text.utf8.contains(UInt8(ascii: "%")) else { return text }
    var bytes: [UInt8] = []
    var rest = text.utf8[...]
    while let byte = rest.popFirst() {
      guard byte == UInt8(ascii: "%") else {
        bytes.append(byte)
        continue
      }
      guard let high = rest.popFirst().flatMap(digit), let low = rest.popFirst().flatMap(digit)
      else { return nil }
      bytes.append(high << 4 | low)
    }
    return String(validating: bytes, as: UTF8.self)
  }

  /// Returns a text with everything but unreserved characters escaped, slashes included unless they are kept.
  public static func encoded(_ text: String, keepingSlashes: Bool = false) -> String {
    var result = ""
    for byte in text.utf8 {
      switch byte {
      case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, UInt8(ascii: "-"), UInt8(ascii: "."),
        UInt8(ascii: "_"), UInt8(ascii: "~"):
        result.unicodeScalars.append(Unicode.Scalar(byte))
      case UInt8(ascii: "/") where keepingSlashes: result += "/"
      default:
        let digits = String(byte, radix: 16, uppercase: true)
        result += digits.utf8.count == 1 ? "%0" + digits : "%" + digits
      }
    }
    return result
  }

  private static func digit(_ byte: UInt8) -> UInt8? {
    (0x30...0x39).contains(byte) ? byte - 0x30 : letter(byte | 0x20)
  }

  private static func letter(_ byte: UInt8) -> UInt8? {
    (0x61...0x66).contains(byte) ? byte - 0x61 + 10 : nil
  }
}
