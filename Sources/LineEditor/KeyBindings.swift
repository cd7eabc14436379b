internal import CLibEdit

/// What keys do beyond libedit's own bindings.
enum KeyBindings {
  private static let keys = [
    ("^I", "dfops-complete"), ("^C", "dfops-cancel"), ("^Z", "dfops-suspend"),
    ("^R", "em-inc-search-prev"), ("^W", "ed-delete-prev-word"),
    // Home, End, Delete and the jumps from word to word, as today's terminals send them.
    ("\\e[H", "ed-move-to-beg"), ("\\eOH", "ed-move-to-beg"), ("\\e[1~", "ed-move-to-beg"),
    ("\\e[F", "ed-move-to-end"), ("\\eOF", "ed-move-to-end"), ("\\e[4~", "ed-move-to-end"),
    ("\\e[3~", "ed-delete-next-char"), ("\\e[1;5C", "em-next-word"),
    ("\\e[1;5D", "ed-prev-word"), ("\\e[5~", "ed-search-prev-history"),
    ("\\e[6~", "ed-search-next-history"),
  ]

  /// Binds the keys, and returns the texts that libedit points to from now on.
  static func bind(_ handle: OpaquePointer) -> [WideString] {
    let kept =
      unsafe add("dfops-complete", completeInEditor, handle)
      + add("dfops-cancel", cancelInEditor, handle) + add("dfops-suspend", suspendInEditor, handle)
    for (key, name) in keys {
      unsafe WideString.lend(key) { key in
        _ = unsafe WideString.lend(name) { unsafe clibedit_bind(handle, key, $0) }
      }
    }
    return kept
  }

  private static func add(
    _ name: String, _ function: clibedit_function, _ handle: OpaquePointer
  ) -> [WideString] {
    // libedit keeps the pointers, so the texts go to whoever keeps the editor.
    let text = WideString(name)
    unsafe clibedit_add_function(handle, text.pointer, text.pointer, function)
    return [text]
  }
}
