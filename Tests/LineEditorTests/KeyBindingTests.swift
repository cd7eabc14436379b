import Testing

@testable import LineEditor

@Suite struct KeyBindingTests {
  private func function(_ key: String, _ mode: KeyMode) -> String? {
    KeyBinding.table.last { $0.key == key && $0.modes.contains(mode) }?.function
  }

  @Test("No key is bound twice in a mode")
  func once() {
    for mode in KeyMode.allCases {
      let keys = KeyBinding.table.filter { $0.modes.contains(mode) }.map(\.key)
      #expect(Set(keys).count == keys.count, "\(mode)")
    }
  }

  @Test("Every key that comes as a sequence is bound where text is typed")
  func everyKey() {
    for key in Key.allCases {
      #expect(function(String(key.scalar), .emacs) != nil, "\(key)")
      #expect(function(String(key.scalar), .viInsert) != nil, "\(key)")
    }
  }

  @Test(
    "The editor's own functions have their keys with emacs' and with vi's keys",
    arguments: [
      ("^I", KeyMode.emacs, "dfops-complete"), ("^I", .viInsert, "dfops-complete"),
      ("^C", .emacs, "dfops-cancel"), ("^C", .viInsert, "dfops-cancel"),
      ("^C", .viCommand, "dfops-cancel"), ("^Z", .viCommand, "dfops-suspend"),
      ("^R", .viInsert, "dfops-search"), ("^X^E", .emacs, "dfops-edit"),
      ("v", .viCommand, "dfops-edit"), ("\u{80}", .viCommand, "dfops-paste"),
    ])
  func own(key: String, mode: KeyMode, expected: String) {
    #expect(function(key, mode) == expected)
  }

  @Test("libedit's own commands, which could unbind ^C, have no key")
  func noCommands() {
    #expect(function("\\ex", .emacs) == "ed-unassigned")
    #expect(function(":", .viCommand) == "ed-unassigned")
  }
}
