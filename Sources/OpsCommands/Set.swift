internal import ArgumentParser
internal import OpsCore

/// Shows and changes the settings of this shell.
struct SetCommand: OpsCommand {
  static let configuration = CommandConfiguration(
    commandName: "set", abstract: "Show and change the settings of this shell.",
    discussion: """
      Without a value the setting is shown, without a name all of them. Settings last until the \
      shell ends; options of a line win over them.

      EXAMPLE
        set format json
      """)
  static let requirements: Requirements = []
  static let group = OpsCore.CommandGroup.shell

  @Argument(
    help: "The setting.", completion: .list(SessionSetting.allCases.map(\.rawValue)))
  var name: String?

  @Argument(help: "Its new value.", completion: .settingValues)
  var value: String?

  mutating func run(in context: Context) async throws -> Report {
    let session = context.session
    guard let name else {
      return .list(
        Table(columns: Self.columns, rows: SessionSetting.allCases.map { Self.row($0, session) }))
    }
    guard let setting = SessionSetting(rawValue: name) else {
      let names = SessionSetting.allCases.map(\.rawValue)
      let known = "the settings are \(names.joined(separator: ", "))"
      let near = Suggestion.near(name, among: names).first
      throw OpsError(
        .usage, "there is no setting \(Sanitiser.visible(String(name.prefix(80))))",
        hint: near.map { "did you mean \($0)? \(known)" } ?? known)
    }
    guard let value else {
      return .list(Table(columns: Self.columns, rows: [Self.row(setting, session)]))
    }
    guard setting.accepts(value) else {
      let values = setting.values.joined(separator: ", ")
      let known =
        setting.kind == .duration
        ? "it takes a duration, such as \(values)" : "its values are \(values)"
      let near = Suggestion.near(value, among: setting.values).first
      throw OpsError(
        .usage, "\(Sanitiser.named(value)) is no value of \(name)",
        hint: near.map { "did you mean \($0)? \(known)" } ?? known)
    }
    session.set(setting, to: value)
    let option = GlobalOption(rawValue: "--\(name)").map { "\($0.rawValue) on a line, and " } ?? ""
    context.tellThatItEnds(instead: "\(option)~/.config/dfops/rc for every shell")
    return .none
  }

  private static let columns = [
    Column("setting", "SETTING", .id, importance: .essential),
    Column("value", "VALUE", .id, importance: .essential),
    Column("values", "VALUES", importance: .extra), Column("summary", "WHAT IT IS FOR"),
  ]

  private static func row(_ setting: SessionSetting, _ session: Session) -> [DataValue] {
    [
      .text(setting.rawValue), .text(session.value(of: setting)),
      .array(setting.values.map(DataValue.text)), .text(setting.summary),
    ]
  }
}
