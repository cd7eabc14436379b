/// What keys do beyond libedit's own bindings, as data.
struct KeyBinding: Equatable {
  /// The key in libedit's writing.
  var key: String
  /// The function that it calls.
  var function: String
  /// Where.
  var modes: Set<KeyMode>

  init(_ key: String, _ function: String, _ modes: Set<KeyMode> = [.emacs, .viInsert]) {
    self.key = key
    self.function = function
    self.modes = modes
  }

  init(_ key: Key, _ function: String, _ modes: Set<KeyMode> = KeyMode.all) {
    self.init(String(key.scalar), function, modes)
  }
}

/// The tables of keys that libedit has.
enum KeyMode: CaseIterable {
  case emacs, viInsert, viCommand

  static let all = Set(allCases)

  /// The tables that are in force with these keys.
  static func modes(of keys: LineEditor.Keys) -> Set<KeyMode> {
    keys == .emacs ? [.emacs] : [.viInsert, .viCommand]
  }
}

extension KeyBinding {
  static let table: [KeyBinding] = [
    // The editor's own functions.
    KeyBinding("^I", "dfops-complete"),
    KeyBinding("^C", "dfops-cancel", KeyMode.all),
    KeyBinding("^Z", "dfops-suspend", KeyMode.all),
    KeyBinding("^X^E", "dfops-edit"),
    KeyBinding("v", "dfops-edit", [.viCommand]),
    KeyBinding("^V", "dfops-quote"),
    KeyBinding("^F", "dfops-forward"),
    KeyBinding("^E", "dfops-end"),
    KeyBinding(.right, "dfops-forward", [.emacs, .viInsert]),
    KeyBinding(.right, "ed-next-char", [.viCommand]),
    KeyBinding(.end, "dfops-end", [.emacs, .viInsert]),
    KeyBinding(.end, "ed-move-to-end", [.viCommand]),
    KeyBinding(.paste, "dfops-paste"),
    KeyBinding(.mark, "dfops-mark", [.emacs, .viInsert]),
    KeyBinding(.help, "dfops-help"),

    // Moves and history.
    KeyBinding(.left, "ed-prev-char"),
    KeyBinding(.wordLeft, "ed-prev-word"),
    KeyBinding(.wordRight, "em-next-word"),
    KeyBinding("\\eb", "ed-prev-word", [.emacs]),
    KeyBinding("\\ef", "em-next-word", [.emacs]),
    KeyBinding("^A", "ed-move-to-beg"),
    KeyBinding(.home, "ed-move-to-beg"),
    KeyBinding(.up, "ed-prev-history"),
    KeyBinding(.down, "ed-next-history"),
    KeyBinding(.pageUp, "ed-search-prev-history"),
    KeyBinding(.pageDown, "ed-search-next-history"),
    KeyBinding("^P", "ed-prev-history"),
    KeyBinding("^N", "ed-next-history"),
    KeyBinding("^R", "dfops-search", KeyMode.all),
    KeyBinding("^L", "ed-clear-screen", KeyMode.all),

    // What is taken away can be put back by ^Y.
    KeyBinding(.delete, "ed-delete-next-char"),
    KeyBinding(.deleteWord, "dfops-kill-next-word", [.emacs, .viInsert]),
    KeyBinding("\\ed", "dfops-kill-next-word", [.emacs]),
    KeyBinding("\\e^?", "dfops-kill-prev-word", [.emacs]),
    KeyBinding("\\e^H", "dfops-kill-prev-word", [.emacs]),
    KeyBinding("^W", "dfops-kill-prev-blank"),
    KeyBinding("^U", "dfops-kill-to-start"),
    KeyBinding("^K", "dfops-kill-to-end"),
    KeyBinding("^Y", "dfops-yank"),
    KeyBinding("\\ey", "dfops-yank-older", [.emacs]),

    // libedit's own commands would change what is bound here, and a lone ESC is no sequence: those are read before.
    KeyBinding("\\ex", "ed-unassigned", [.emacs]),
    KeyBinding("\\eX", "ed-unassigned", [.emacs]),
    KeyBinding(":", "ed-unassigned", [.viCommand]),
    KeyBinding("^[", "ed-unassigned", [.viCommand]),
  ]

  /// Where the cursor cannot be moved libedit writes what is searched for over the prompt: the line is the question there.
  static let onDumbTerminals = [KeyBinding("^R", "ed-search-prev-history", KeyMode.all)]
}
