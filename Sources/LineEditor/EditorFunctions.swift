internal import CLibEdit

/// The editor's own functions, which keys call by name.
enum EditorFunctions {
  /// Adds them to libedit, and returns the texts that it points to from now on.
  ///
  /// libedit keeps them when the keys are changed, and leaks when they are added again.
  static func add(to handle: OpaquePointer) -> [WideString] {
    var texts: [WideString] = []
    func add(_ name: String, _ function: clibedit_function) {
      let text = WideString(name)
      unsafe clibedit_add_function(handle, text.pointer, text.pointer, function)
      texts.append(text)
    }
    unsafe add("dfops-complete", completeInEditor)
    unsafe add("dfops-cancel", cancelInEditor)
    unsafe add("dfops-suspend", suspendInEditor)
    unsafe add("dfops-edit", editInEditor)
    unsafe add("dfops-quote", quoteInEditor)
    unsafe add("dfops-forward", forwardInEditor)
    unsafe add("dfops-end", endInEditor)
    unsafe add("dfops-paste", pasteInEditor)
    unsafe add("dfops-mark", markInEditor)
    unsafe add("dfops-help", helpInEditor)
    unsafe add("dfops-search", searchInEditor)
    unsafe add("dfops-kill-next-word", killNextWordInEditor)
    unsafe add("dfops-kill-prev-word", killPrevWordInEditor)
    unsafe add("dfops-kill-prev-blank", killPrevBlankInEditor)
    unsafe add("dfops-kill-to-start", killToStartInEditor)
    unsafe add("dfops-kill-to-end", killToEndInEditor)
    unsafe add("dfops-yank", yankInEditor)
    unsafe add("dfops-yank-older", yankOlderInEditor)
    return texts
  }

  /// Binds the keys in these modes.
  static func bind(_ table: [KeyBinding], _ modes: Set<KeyMode>, _ handle: OpaquePointer) {
    for binding in table {
      for mode in binding.modes.intersection(modes) {
        unsafe WideString.lend(binding.key) { key in
          _ = unsafe WideString.lend(binding.function) { name in
            unsafe mode == .viCommand
              ? clibedit_bind_command(handle, key, name) : clibedit_bind(handle, key, name)
          }
        }
      }
    }
  }
}

// The functions that libedit calls. They are named and belong to no actor: a closure formed elsewhere would carry the
// isolation of its place into C.

private func completeInEditor(_ handle: OpaquePointer?, _ key: wint_t) -> UInt8 {
  unsafe LineEditor.of(handle)?.complete() ?? UInt8(CC_ERROR)
}

private func cancelInEditor(_ handle: OpaquePointer?, _ key: wint_t) -> UInt8 {
  unsafe LineEditor.of(handle)?.cancel() ?? UInt8(CC_ERROR)
}

private func suspendInEditor(_ handle: OpaquePointer?, _ key: wint_t) -> UInt8 {
  unsafe LineEditor.of(handle)?.suspend() ?? UInt8(CC_ERROR)
}

private func editInEditor(_ handle: OpaquePointer?, _ key: wint_t) -> UInt8 {
  unsafe LineEditor.of(handle)?.editElsewhere() ?? UInt8(CC_ERROR)
}

private func quoteInEditor(_ handle: OpaquePointer?, _ key: wint_t) -> UInt8 {
  unsafe LineEditor.of(handle)?.quote() ?? UInt8(CC_ERROR)
}

private func forwardInEditor(_ handle: OpaquePointer?, _ key: wint_t) -> UInt8 {
  unsafe LineEditor.of(handle)?.forward() ?? UInt8(CC_ERROR)
}

private func endInEditor(_ handle: OpaquePointer?, _ key: wint_t) -> UInt8 {
  unsafe LineEditor.of(handle)?.moveToEnd() ?? UInt8(CC_ERROR)
}

private func pasteInEditor(_ handle: OpaquePointer?, _ key: wint_t) -> UInt8 {
  unsafe LineEditor.of(handle)?.insertPaste() ?? UInt8(CC_ERROR)
}

private func markInEditor(_ handle: OpaquePointer?, _ key: wint_t) -> UInt8 {
  unsafe LineEditor.of(handle)?.insertMark() ?? UInt8(CC_ERROR)
}

private func helpInEditor(_ handle: OpaquePointer?, _ key: wint_t) -> UInt8 {
  unsafe LineEditor.of(handle)?.help() ?? UInt8(CC_ERROR)
}

private func searchInEditor(_ handle: OpaquePointer?, _ key: wint_t) -> UInt8 {
  unsafe LineEditor.of(handle)?.search() ?? UInt8(CC_ERROR)
}

private func killNextWordInEditor(_ handle: OpaquePointer?, _ key: wint_t) -> UInt8 {
  unsafe LineEditor.of(handle)?.kill(.nextWord) ?? UInt8(CC_ERROR)
}

private func killPrevWordInEditor(_ handle: OpaquePointer?, _ key: wint_t) -> UInt8 {
  unsafe LineEditor.of(handle)?.kill(.previousWord) ?? UInt8(CC_ERROR)
}

private func killPrevBlankInEditor(_ handle: OpaquePointer?, _ key: wint_t) -> UInt8 {
  unsafe LineEditor.of(handle)?.kill(.toPreviousBlank) ?? UInt8(CC_ERROR)
}

private func killToStartInEditor(_ handle: OpaquePointer?, _ key: wint_t) -> UInt8 {
  unsafe LineEditor.of(handle)?.kill(.toStart) ?? UInt8(CC_ERROR)
}

private func killToEndInEditor(_ handle: OpaquePointer?, _ key: wint_t) -> UInt8 {
  unsafe LineEditor.of(handle)?.kill(.toEnd) ?? UInt8(CC_ERROR)
}

private func yankInEditor(_ handle: OpaquePointer?, _ key: wint_t) -> UInt8 {
  unsafe LineEditor.of(handle)?.yank() ?? UInt8(CC_ERROR)
}

private func yankOlderInEditor(_ handle: OpaquePointer?, _ key: wint_t) -> UInt8 {
  unsafe LineEditor.of(handle)?.yankOlder() ?? UInt8(CC_ERROR)
}
