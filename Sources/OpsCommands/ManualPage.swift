internal import ArgumentParser
internal import OpsCore

/// The manual page dfops(1), made from the declarations of the commands.
enum ManualPage {
  /// The page in the language of man(7).
  static func text() -> String {
    var page = Roff()
    page.heading(name: "DFOPS", section: 1, version: "dfops \(OpsVersion.current)")
    page.section("NAME")
    page.text("dfops - the operator shell of the Dragonfly intake pipeline")
    page.section("SYNOPSIS")
    for line in synopsis { page.line(line) }
    page.section("DESCRIPTION")
    for paragraph in description { page.paragraph(paragraph) }
    page.section("GLOBAL OPTIONS")
    page.text("They may stand anywhere on a line, and hold for that line.")
    for option in GlobalOption.allCases {
      let names = [option.short, option.rawValue].compactMap(\.self).joined(separator: ", ")
      page.item(option.valueName.map { "\(names) \($0)" } ?? names, option.help)
    }
    page.section("OPTIONS OF A CALL")
    page.text("They stand before the command, or in its place.")
    for (option, meaning) in callOptions { page.item(option, meaning) }
    for group in OpsCore.CommandGroup.allCases {
      let commands = Commands.table.commands.filter { $0.group == group }
      guard !commands.isEmpty else { continue }
      page.section(group.title.uppercased())
      for command in commands { add(command, path: [], to: &page) }
    }
    page.section("EXIT STATUS")
    for (status, meaning) in statuses { page.item(status, meaning) }
    page.section("ENVIRONMENT")
    for (name, meaning) in variables { page.item(name, meaning) }
    page.section("FILES")
    for (path, meaning) in files { page.item(path, meaning) }
    page.section("SEE ALSO")
    page.text("psql(1), less(1)")
    return page.text
  }

  private static func add(
    _ type: any ParsableCommand.Type, path: [String], to page: inout Roff
  ) {
    let path = path + [type._commandName]
    let shape = CommandShape.of(type)
    let arguments = shape?.arguments?.filter(\.shouldDisplay) ?? []
    page.subsection(
      ([path.joined(separator: " ")] + arguments.compactMap(place)).joined(separator: " "))
    page.text(type.configuration.abstract)
    for paragraph in paragraphs(type.configuration.discussion) {
      page.paragraph(paragraph)
    }
    for argument in arguments {
      page.item(names(of: argument), meaning(of: argument))
    }
    for part in type.configuration.subcommands { add(part, path: path, to: &page) }
  }

  /// How a positional argument stands in the line.
  private static func place(_ argument: CommandShape.Argument) -> String? {
    guard argument.kind == .positional, let name = argument.valueName else { return nil }
    let word = "\(name)\(argument.isRepeating ? " ..." : "")"
    return argument.isOptional ? "[\(word)]" : word
  }

  private static func meaning(of argument: CommandShape.Argument) -> String {
    let text = argument.abstract ?? ""
    let isRequired = argument.kind == .option && !argument.isOptional
    let all = isRequired ? "\(text.isEmpty ? "" : text + " ")Required." : text
    return all.isEmpty ? "See above." : all
  }

  private static func names(of argument: CommandShape.Argument) -> String {
    guard argument.kind != .positional else { return argument.valueName ?? "" }
    let names = argument.names?.map(\.typed).joined(separator: ", ") ?? ""
    guard argument.kind == .option, let value = argument.valueName else { return names }
    return "\(names) \(value)"
  }

  /// Paragraphs and examples; the lines of an example stay lines.
  private static func paragraphs(_ discussion: String) -> [String] {
    discussion.split(separator: "\n\n").map(String.init).filter { !$0.isEmpty }
  }
}
