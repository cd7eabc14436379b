internal import OpsCore

extension ManualPage {
  static let synopsis = [
    "dfops [GLOBAL] [COMMAND [ARG...]]", "dfops [GLOBAL] -c 'COMMAND' [-c ...]",
    "dfops [GLOBAL] -f FILE", "dfops [GLOBAL]",
  ]

  static let description = [
    """
    dfops turns the steps of the operations runbook into commands: find the batches that have not \
    moved, look at one, export its errors, reset, fail or delete it. Every change is shown first, \
    confirmed, made under lock, proven, recorded, and can be undone.
    """,
    """
    With a command it runs that and ends. With -f FILE, or when standard input is no terminal, it \
    runs a script, which stops at the first failure unless --keep-going is given. Otherwise it is \
    a shell: help lists its commands, and help TOPIC explains its ways.
    """,
    """
    Results go to standard output; questions, progress, notices and errors to standard error. A \
    protected environment, such as prod, is read-only until it is armed.
    """,
  ]

  static let callOptions = [
    ("-c COMMAND", "Run this command, then exit. Given several times, one after the other."),
    ("-f FILE", "Run this script, then exit; - is standard input."),
    ("--help", "Show how dfops is called, and its commands."),
    ("--version", "Show the version."),
  ]

  static let statuses = [
    ("0", "Done."),
    ("1", "The command ran and failed, such as an id that names no batch."),
    ("2", "No connection, or the environment is not what its profile says."),
    ("3", "A health check could not be evaluated."),
    ("4", "Refused by a safety rule; nothing was changed."),
    ("5", "Partly done, or not known; the message says how to find out."),
    ("64", "Usage error."),
    ("78", "Configuration error."),
    ("130", "Interrupted; nothing was changed."),
  ]

  static let variables = [
    ("DFOPS_ENV", "The environment to begin with, where -e names none."),
    (
      "SUPABASE_MODE", "The environment to begin with, where DFOPS_ENV names none either; else dev."
    ),
    ("DFOPS_CONFIG", "The config file, where --config names none."),
    (
      "XDG_CONFIG_HOME",
      "Where dfops/config.toml and dfops/rc are looked for, in the place of ~/.config."
    ),
    ("DFOPS_STATE_DIR", "Where history, pins, plans, archives and the journal of changes live."),
    (
      "XDG_STATE_HOME",
      "Where the folder dfops of the state is, in the place of ~/.local/state, without DFOPS_STATE_DIR."
    ),
    (
      "SUPABASE_DB_URL, DATABASE_URL",
      "The connection; with the suffix _DEV or _PROD for that environment."
    ),
    ("PAGER, DFOPS_PAGER", "The pager of results that are longer than the screen."),
    ("VISUAL, EDITOR", "The editor of the line."),
    ("NO_COLOR", "No colour, when it is set to anything."),
  ]

  static let files = [
    ("~/.config/dfops/config.toml", "Profiles of environments."),
    ("~/.config/dfops/rc", "Settings and aliases of the shell."),
    (".env.NAME", "Variables of the environment NAME, in the working directory."),
    ("~/.local/state/dfops", "The state, for its owner only."),
  ]
}
