/// How the completion scripts of other shells ask what may follow in a line: by a call of the program.
public enum CompletionCall {
  /// The word behind which they ask.
  public static let word = Invocation.completionWord
  /// How the call ends where names of files are wanted, which the shell itself knows best.
  public static let files = ExitStatus(rawValue: 10)
  /// How the call ends where names of folders are wanted.
  public static let folders = ExitStatus(rawValue: 11)
}
