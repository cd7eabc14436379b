/// How the columns of a table share the width of a screen.
///
/// Short forms come first, then texts are cut, then columns are left out by their importance; what is essential stays
/// whole, or there are no columns at all.
struct TableLayout: Equatable {
  /// A column and what it would take.
  struct Demand: Equatable {
    var column: Column
    /// The width of the widest value, or of the heading.
    var width: Int
    /// The same of the short form.
    var shortWidth: Int
  }

  /// The room that a column gets.
  struct Place: Equatable {
    /// The position of the column among those that were demanded.
    var index: Int
    var width: Int
    var isShort = false
  }

  private(set) var places: [Place]
  /// The positions of the columns that are left out.
  private(set) var hidden: [Int] = []
  private let demands: [Demand]

  static let gap = 2
  /// What is left of a text before columns that are extra are left out for it.
  private static let roomy = 24
  /// What is left of a text before columns that are useful are left out for it.
  private static let comfortable = 12
  /// What is left of a text at least.
  private static let narrowest = 4

  /// Fits columns to a screen; nil when it is too narrow for columns.
  static func fit(_ demands: [Demand], into screen: Int?) -> TableLayout? {
    var layout = TableLayout(demands: demands, isBounded: screen != nil)
    guard let screen else { return layout }
    layout.shorten(to: screen)
    guard
      layout.make(room: screen, hiding: .extra, floor: roomy)
        || layout.make(room: screen, hiding: .useful, floor: comfortable)
        || layout.shrunk(to: screen, floor: narrowest)
    else { return nil }
    layout.grow(to: screen)
    return layout
  }

  private init(demands: [Demand], isBounded: Bool) {
    self.demands = demands
    places = demands.enumerated().map { index, demand in
      let most = isBounded ? demand.column.maxWidth ?? .max : .max
      return Place(index: index, width: min(demand.width, most))
    }
  }

  private var width: Int {
    places.reduce(0) { $0 + $1.width } + Self.gap * max(0, places.count - 1)
  }

  private func column(_ place: Place) -> Column { demands[place.index].column }

  /// The places, the one that gives way first in front: the least important, from the right.
  private var leastImportant: [Int] {
    places.indices.sorted {
      (column(places[$0]).importance.rawValue, $1) < (column(places[$1]).importance.rawValue, $0)
    }
  }

  /// Takes short forms, one after the other, until there is room.
  private mutating func shorten(to screen: Int) {
    for index in leastImportant where width > screen && column(places[index]).hasShortForm {
      places[index].isShort = true
      places[index].width = min(places[index].width, demands[places[index].index].shortWidth)
    }
  }

  /// Cuts texts as far as they may be, and leaves out one column after the other; false when that is not enough.
  private mutating func make(room screen: Int, hiding most: Column.Importance, floor: Int) -> Bool {
    while !shrunk(to: screen, floor: floor) {
      guard hideOne(most) else { return false }
    }
    return true
  }

  /// Leaves out the least important column; false when only more important ones are left.
  private mutating func hideOne(_ most: Column.Importance) -> Bool {
    guard places.count > 1, let least = leastImportant.first,
      column(places[least]).importance <= most
    else { return false }
    hidden = (hidden + [places.remove(at: least).index]).sorted()
    return true
  }

  /// Cuts texts, the widest first; false, and nothing is cut, when that is not enough.
  private mutating func shrunk(to screen: Int, floor: Int) -> Bool {
    var cut = self
    var excess = width - screen
    // Ids, numbers and states are of no use when cut.
    while excess > 0 {
      let texts = cut.places.indices.filter {
        column(cut.places[$0]).kind == .text && cut.places[$0].width > least(cut.places[$0], floor)
      }
      guard let widest = texts.max(by: { cut.places[$0].width < cut.places[$1].width }) else {
        return false
      }
      let next = texts.filter { $0 != widest }.map { cut.places[$0].width }.max() ?? 0
      let bound = max(
        least(cut.places[widest], floor), min(next, cut.places[widest].width - 1))
      let step = min(excess, cut.places[widest].width - bound)
      cut.places[widest].width -= step
      excess -= step
    }
    self = cut
    return true
  }

  /// The least width of a text: what is left of it anyway, or what its column needs to be of use.
  private func least(_ place: Place, _ floor: Int) -> Int {
    max(floor, min(column(place).minWidth ?? 0, demands[place.index].width))
  }

  /// Gives what is left to texts that were bounded for the sake of others.
  private mutating func grow(to screen: Int) {
    for index in places.indices where !places[index].isShort {
      let wanted = demands[places[index].index].width - places[index].width
      places[index].width += max(0, min(wanted, screen - width))
    }
  }
}
