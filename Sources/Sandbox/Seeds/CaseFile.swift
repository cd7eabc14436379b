/// Makes original files as the vendor sends them.
struct CaseFile {
  /// The two headers that are in use.
  enum Dialect: CaseIterable, Sendable {
    case export
    case mapper
  }

  private static let plaintiffs = [
    "Meridian Capital Recovery LLC", "Harborline Credit Corp", "Kestrel Funding Group Inc",
    "Northgate Receivables LLC", "Old Mill Properties Co", "Pine Street Lenders LLC",
    "Juniper & Vale Holdings, LLC", "Tri-Borough Medical PC", "Bluestone Auto Finance Inc",
    "Ocean Parkway Realty LLC", "Lakeshore Portfolio II LLC", "Empire Fuel Supply Corp",
  ]
  private static let first = [
    "Maria", "Jordan", "Wei", "Fatima", "Luis", "Anna", "Dmitri", "Chanel", "Peter", "Aisha",
    "José", "Siobhán", "Noah", "Ruth", "Andre", "Priya",
  ]
  private static let last = [
    "Alvarez", "O'Brien", "Chen", "Marino", "Testa", "Goldberg", "Okafor", "Núñez", "Smith",
    "Kowalski", "Haddad", "Washington", "Park", "Rossi", "Singh", "Dubois",
  ]
  private static let counties = [
    ("Kings", "KI"), ("Queens", "QU"), ("Bronx", "BX"), ("New York", "NY"), ("Richmond", "RI"),
  ]

  /// The number that the next case gets.
  var nextCase: Int

  /// Writes a file.
  ///
  /// - Parameters:
  ///   - rows: The number of data rows.
  ///   - faulty: How many of them break a rule.
  ///   - dialect: The header.
  ///   - chance: Where the content comes from.
  /// - Returns: The text of the file.
  mutating func make(
    rows: Int, faulty: Int, dialect: Dialect, using chance: inout some RandomNumberGenerator
  ) -> String {
    let bad = Set(Array(0..<rows).shuffled(using: &chance).prefix(faulty))
    var records = [
      dialect == .export
        ? ["File #", "Plaintiff", "Defendant", "Amount", "Entry Date", "Court", "County"]
        : ["Case Number", "Plaintiff", "Defendant", "Judgment Amount", "Filing Date", "County"]
    ]
    for index in 0..<rows {
      records.append(record(isFaulty: bad.contains(index), dialect, using: &chance))
    }
    return CSV.text(of: records)
  }

  private mutating func record(
    isFaulty: Bool, _ dialect: Dialect, using chance: inout some RandomNumberGenerator
  ) -> [String] {
    let (county, code) = chance.pick(Self.counties)
    var number = "CV-\(String(nextCase).leftPadded(to: 6))-25/\(code)"
    nextCase += 1
    var defendant = chance.pick(Self.first) + " " + chance.pick(Self.last)
    let cents = Int.random(in: 35_000...2_900_000, using: &chance)
    var amount = "$\(cents / 100).\(String(cents % 100).leftPadded(to: 2))"
    let month = String(Int.random(in: 1...12, using: &chance)).leftPadded(to: 2)
    let day = String(Int.random(in: 1...28, using: &chance)).leftPadded(to: 2)
    if isFaulty {
      switch Int.random(in: 0...5, using: &chance) {
      case 0: number = ""
      case 1, 2: defendant = ""
      case 3: amount = ""
      case 4: amount = chance.pick(["N/A", "see file", "12.34.56", "TBD", "=SUM(D2:D9)"])
      default: amount = "$" + chance.pick(["1O50.00", "2,9l0.75", "--"])
      }
    }
    let plaintiff = chance.pick(Self.plaintiffs)
    switch dialect {
    case .export:
      return [
        number, plaintiff, defendant, amount, "2025-\(month)-\(day)",
        "\(county) County Civil Court",
        county,
      ]
    case .mapper: return [number, plaintiff, defendant, amount, "\(month)/\(day)/2025", county]
    }
  }
}

extension String {
  /// The text with zeros in front up to a width.
  func leftPadded(to width: Int) -> String {
    String(repeating: "0", count: max(0, width - count)) + self
  }
}
