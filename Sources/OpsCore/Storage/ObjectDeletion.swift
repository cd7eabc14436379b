/// What became of an object that was to be deleted.
public enum ObjectFate: Sendable, Equatable {
  /// The store was asked, and asked again, and says that it is not there any more.
  case deleted
  /// It was not there before anything was asked.
  case gone
  /// The store does not let it be deleted.
  case denied(String)
  /// Something else has its name now; that is left alone.
  case replaced
  /// It stays, because somebody needs it; the reason is a clause.
  case kept(String)
  /// It cannot be known.
  case unknown(String)
  /// Nobody has asked yet.
  case open

  /// The word for programs.
  public var word: String {
    switch self {
    case .deleted: "deleted"
    case .gone: "gone"
    case .denied: "denied"
    case .replaced: "replaced"
    case .kept: "kept"
    case .unknown: "unknown"
    case .open: "open"
    }
  }

  /// The word with what else is known.
  public var reason: String {
    switch self {
    case .denied(let detail), .kept(let detail), .unknown(let detail): "\(word): \(detail)"
    default: word
    }
  }
}

/// Deletes objects: looks at their versions, asks, and believes nothing before it has looked again.
///
/// An answer is only a beginning: a store that says 200 may have left out what the key may not delete, and one that
/// breaks off may have deleted half.
struct ObjectDeletion: Sendable {
  let store: any ObjectStore
  var patience = Patience()
  /// Counts the objects that need not be asked for any more.
  var meter: Meter?

  /// Deletes the planned versions, at a pace of its own.
  func run(_ objects: [PlannedObject]) async -> [String: ObjectFate] {
    var pace = Pace()
    return await run(objects, pace: &pace)
  }

  /// Deletes the planned versions.
  ///
  /// - Parameters:
  ///   - objects: The objects; each name once.
  ///   - pace: How much the store bears, as far as that is known; it is for the next ones, too.
  /// - Returns: The fate of each, by its name; open for what an interruption left unasked.
  func run(
    _ objects: [PlannedObject], pace: inout Pace
  ) async -> [String: ObjectFate] {
    var fates: [String: ObjectFate] = [:]
    let planned = Dictionary(objects.map { ($0.name, $0) }) { first, _ in first }
    let names = planned.keys.sorted(by: ObjectNames.precedes)
    var open = sort(names, planned, await finder.look(names), answers: [:], into: &fates)
    var counted = names.count - open.count
    meter?.add(counted)
    var attempt = 0
    while !open.isEmpty, attempt < Pace.attempts, !Task.isCancelled {
      if attempt > 0 { await patience.pause(after: attempt) }
      attempt += 1
      let answers = await ask(open.compactMap { planned[$0] }, &pace)
      counted += Self.definite(answers.values)
      let sightings = await finder.look(
        open.filter { name in answers[name].map(Self.wantsLook) ?? false })
      open = sort(open, planned, sightings, answers: answers, into: &fates)
    }
    for name in open { fates[name] = fates[name] ?? .open }
    // Of some nothing was heard, and a look has told what became of them.
    meter?.add(fates.values.count { $0 != .open } - counted)
    return fates
  }

  private var finder: ObjectFinder { ObjectFinder(store: store, patience: patience) }

  /// What is settled already need not be looked at.
  private static func wantsLook(_ answer: ObjectAnswer) -> Bool {
    switch answer {
    case .denied, .replaced: false
    case .deleted, .absent, .failed: true
    }
  }

  /// Settles what can be, and returns the names that must be asked for, in their order.
  private func sort(
    _ names: [String], _ planned: [String: PlannedObject], _ sightings: [String: Sighting],
    answers: [String: ObjectAnswer], into fates: inout [String: ObjectFate]
  ) -> [String] {
    names.filter { name in
      guard let object = planned[name] else { return false }
      let fate = Self.fate(sightings[name], of: object, answer: answers[name])
      if let known = fate.fate { fates[name] = known }
      return fate.goesOn
    }
  }

  /// Joins what the store said with what is there.
  ///
  /// - Returns: What is known, and whether asking (again) makes sense.
  static func fate(
    _ sighting: Sighting?, of object: PlannedObject, answer: ObjectAnswer?
  ) -> (fate: ObjectFate?, goesOn: Bool) {
    switch (answer, sighting) {
    case (.denied(let reason), _): return (.denied(reason), false)
    case (.replaced, _): return (.replaced, false)
    case (nil, .gone), (.absent, .gone): return (.gone, false)
    case (.deleted, .gone): return (.deleted, false)
    // It was there when it was asked for, so that the request whose answer was lost has done it.
    case (.failed(let failure), .gone): return (failure.isTransient ? .deleted : .gone, false)
    case (_, .unknown(let failure)) where failure.kind == .denied:
      return (.denied(failure.reason), false)
    case (_, .unknown(let failure)): return (.unknown(failure.reason), false)
    case (let answer, .there(let found)):
      let isSame = object.version == found.version
      switch answer {
      // Our version is not there any more; somebody has put another one there since.
      case .deleted where !isSame && object.version != nil: return (.deleted, false)
      case _ where !isSame && object.version != nil: return (.replaced, false)
      case nil: return (.open, true)
      case .absent: return (.denied("the store leaves it out without a word"), false)
      case .deleted: return (.unknown("the store says deleted, but it is there"), false)
      case .failed(let failure):
        return failure.isTransient
          ? (.unknown(failure.reason), true)
          : failure.kind == .denied
            ? (.denied(failure.reason), false)
            : (.unknown(failure.reason), false)
      case .denied, .replaced: return (.replaced, false)
      }
    case (_, nil): return (nil, true)
    }
  }

  // MARK: Asking

  /// Asks for all of them, so many at once as the store bears, and returns what was answered.
  private func ask(
    _ objects: [PlannedObject], _ pace: inout Pace
  ) async -> [String: ObjectAnswer] {
    let versions = objects.map { ObjectVersion(name: $0.name, version: $0.version) }
    let size = max(1, min(500, store.namesPerRequest))
    var requests = stride(from: 0, to: versions.count, by: size).map {
      Array(versions[$0..<min($0 + size, versions.count)])
    }[...]
    var answers: [String: ObjectAnswer] = [:]
    await withTaskGroup(of: [(String, ObjectAnswer)].self) { group in
      var running = 0
      while !requests.isEmpty || running > 0 {
        while running < pace.width, !Task.isCancelled, let request = requests.popFirst() {
          group.addTask { await answer(to: request) }
          running += 1
        }
        guard let answered = await group.next() else { break }
        running -= 1
        meter?.add(Self.definite(answered.map(\.1)))
        Self.isBusy(answered) ? pace.complained() : pace.answered()
        for (name, answer) in answered { answers[name] = answer }
      }
    }
    return answers
  }

  private func answer(to request: [ObjectVersion]) async -> [(String, ObjectAnswer)] {
    do throws(StoreFailure) {
      let answers = try await store.delete(request)
      guard answers.count == request.count else {
        throw StoreFailure(.lost, "the store answered for another number of names")
      }
      return zip(request, answers).map { ($0.name, $1) }
    } catch {
      return request.map { ($0.name, .failed(error)) }
    }
  }

  /// How many answers are not to be asked for again.
  private static func definite(_ answers: some Sequence<ObjectAnswer>) -> Int {
    answers.count { if case .failed(let failure) = $0 { !failure.isTransient } else { true } }
  }

  private static func isBusy(_ answered: [(String, ObjectAnswer)]) -> Bool {
    answered.contains { if case .failed(let failure) = $0.1 { failure.isTransient } else { false } }
  }
}
