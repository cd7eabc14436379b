internal import CLibEdit

func promptOfEditor(_ handle: OpaquePointer?) -> UnsafeMutablePointer<wchar_t>? {
  unsafe LineEditor.of(handle).map { unsafe $0.prompt.pointer }
}

func readForEditor(_ handle: OpaquePointer?, _ result: UnsafeMutablePointer<wchar_t>?) -> Int32 {
  guard let editor = unsafe LineEditor.of(handle), let result = unsafe result else { return -1 }
  switch editor.nextCharacter() {
  case .scalar(let scalar):
    unsafe result.pointee = wchar_t(scalar.value)
    return 1
  case .end: return 0
  case .failure: return -1
  }
}

extension LineEditor {
  /// The editor that libedit's handle belongs to.
  static func of(_ handle: OpaquePointer?) -> LineEditor? {
    guard let handle = unsafe handle, let data = unsafe clibedit_client(handle) else { return nil }
    return unsafe Unmanaged<LineEditor>.fromOpaque(data).takeUnretainedValue()
  }
}
