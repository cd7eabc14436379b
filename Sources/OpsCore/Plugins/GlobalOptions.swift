/// The options that every command takes, wherever they stand on its line.
public struct GlobalOptions: Sendable, Equatable {
  /// When colour is used.
  public enum Color: String, Sendable, CaseIterable {
    /// On a terminal.
    case auto
    /// Everywhere.
    case always
    /// Nowhere.
    case never
  }

  /// The environment, when one was named.
  public var env: String?
  /// The config file, when one was named.
  public var config: String?
  /// The format of results, when one was named.
  public var format: OutputFormat?
  /// When colour is used, if that was said.
  public var color: Color?
  /// Whether small changes in unprotected environments are not asked about.
  public var yes = false
  /// The number of batches that a change must reach.
  public var expect: Int?
  /// Why a change is made.
  public var reason: String?
  /// Whether a script goes on after a failure.
  public var keepGoing = false
  /// Whether notices are left out.
  public var quiet = false
  /// Whether more is said.
  public var verbose = false
  /// Whether no pager is used.
  public var noPager = false
  /// Whether a login that failed a short while ago is tried again.
  public var retryAuth = false

  /// Makes options that say nothing.
  public init() {}

  /// Returns these options where a line says something else, that wins.
  ///
  /// What a line confirms holds for that line only, so consent is never inherited.
  public func overlaid(by line: GlobalOptions) -> GlobalOptions {
    var merged = line
    merged.env = line.env ?? env
    merged.config = line.config ?? config
    merged.format = line.format ?? format
    merged.color = line.color ?? color
    merged.yes = line.yes || yes
    merged.reason = line.reason ?? reason
    merged.keepGoing = line.keepGoing || keepGoing
    merged.quiet = line.quiet || quiet
    merged.verbose = line.verbose || verbose
    merged.noPager = line.noPager || noPager
    merged.retryAuth = line.retryAuth || retryAuth
    return merged
  }

  /// Parts the global options from the other words of a line.
  ///
  /// - Parameters:
  ///   - words: The words of the line.
  ///   - takesValue: Says whether an option that is not global takes the next word, whatever that looks like.
  /// - Returns: The options, and the other words in their order.
  /// - Throws: `OpsError` with exit status 64.
  public static func extract(
    from words: [String], takesValue: (String) -> Bool = { _ in false }
  ) throws(OpsError) -> (options: GlobalOptions, rest: [String]) {
    var options = GlobalOptions()
    var rest: [String] = []
    var index = 0
    while index < words.count {
      let word = words[index]
      index += 1
      guard word != "--" else {
        rest += words[(index - 1)...]
        break
      }
      if let joined = GlobalOption.joined(in: word) {
        for option in joined { option.turnOn(in: &options) }
        continue
      }
      let (name, inline) = parts(of: word)
      guard let option = GlobalOption.named(name) else {
        rest.append(word)
        // The value of a command's own option is not ours, even if it looks like one of these.
        if word.hasPrefix("-"), inline == nil, index < words.count,
          GlobalOption.named(parts(of: words[index]).name) != nil, takesValue(name)
        {
          rest.append(words[index])
          index += 1
        }
        continue
      }
      guard option.takesValue else {
        guard inline == nil else {
          throw OpsError(.usage, "\(name) takes no value", hint: "write \(name) alone")
        }
        option.turnOn(in: &options)
        continue
      }
      var value = inline
      if value == nil, index < words.count {
        value = words[index]
        index += 1
      }
      guard let value else {
        throw OpsError(.usage, "\(name) needs a value", hint: "help shows what it takes")
      }
      try option.set(value, in: &options)
    }
    return (options, rest)
  }

  /// Returns where the command stands in the words of a line; nil when there is none.
  public static func commandIndex(in words: [String]) -> Int? {
    var index = 0
    while index < words.count {
      let (name, inline) = parts(of: words[index])
      guard GlobalOption.joined(in: words[index]) == nil else {
        index += 1
        continue
      }
      guard let option = GlobalOption.named(name) else { return index }
      index += option.takesValue && inline == nil ? 2 : 1
    }
    return nil
  }

  private static func parts(of word: String) -> (name: String, value: String?) {
    guard word.hasPrefix("--") else {
      // -oFORMAT and -o FORMAT are the same.
      guard word.count > 2, word.hasPrefix("-e") || word.hasPrefix("-o") else {
        return (word, nil)
      }
      let value = word.dropFirst(2)
      return (String(word.prefix(2)), String(value.first == "=" ? value.dropFirst() : value))
    }
    guard let equals = word.firstIndex(of: "=") else { return (word, nil) }
    return (String(word[..<equals]), String(word[word.index(after: equals)...]))
  }
}
