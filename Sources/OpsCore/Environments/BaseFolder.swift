internal import Glibc

/// The base folders of the XDG convention.
enum BaseFolder {
  /// Returns the folder that a variable names, else one in the home folder; nil without a home.
  ///
  /// By the convention a relative path in the variable counts as none.
  static func path(
    _ variable: String, or fallback: String, in processEnvironment: [String: String]
  ) -> String? {
    if let path = processEnvironment.text(variable), path.hasPrefix("/") { return path }
    return home(processEnvironment).map { $0 + "/" + fallback }
  }

  /// Returns the home folder.
  static func home(_ processEnvironment: [String: String]) -> String? {
    if let home = processEnvironment.text("HOME") { return home }
    guard let user = unsafe getpwuid(geteuid()), let folder = unsafe user.pointee.pw_dir else {
      return nil
    }
    let home = unsafe String(cString: folder)
    return home.isEmpty ? nil : home
  }
}

extension [String: String] {
  /// Returns the value of a variable without the blanks around it; nil when it is unset or empty.
  func text(_ name: String) -> String? {
    guard let value = self[name] else { return nil }
    let start = value.drop { $0.isWhitespace }
    guard let end = start.lastIndex(where: { !$0.isWhitespace }) else { return nil }
    return String(start[...end])
  }
}
