public import OpsCore

/// The table of commands: the only place that knows them by name.
///
/// Their order is that of `help`. A new command is one file in this folder and one line here.
public enum Commands {
  /// All commands.
  public static let table = CommandTable([
    Status.self,
    Batches.self,
    BatchShow.self,
    Stuck.self,
    Summary.self,
    Follow.self,
    Watch.self,
    Reset.self,
    Fail.self,
    Cleanup.self,
    Errors.self,
    StorageCommand.self,
    Reload.self,
    Undo.self,
    Audit.self,
    Env.self,
    Use.self,
    Arm.self,
    Disarm.self,
    Source.self,
    SetCommand.self,
    Alias.self,
    Unalias.self,
    HistoryCommand.self,
    Help.self,
    Version.self,
    Quit.self,
  ])
}
