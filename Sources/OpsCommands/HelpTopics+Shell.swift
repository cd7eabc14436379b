extension HelpTopic {
  /// What is to be known about the shell itself.
  static let shell = [
    HelpTopic(
      "keys", "editing a line",
      """
        TAB               complete: commands, options, ids, statuses, files
        → or ^F           take the suggestion behind the cursor
        F1, or ? where a word may begin
                          what may stand here
        ^C                throw the line away; stop a command that runs
        ^D                leave, on an empty line
        ^R                search the history, again for an older line, ^S for a newer one,
                          ^G to give it up; ^P ^N or ↑ ↓ walk through it
        ^A ^E             begin and end of the line; M-b M-f: a word back, a word on
        ^W ^U ^K ^Y       cut the word, the line before, the line behind; put it back
        ^X^E              edit the line in $EDITOR
        ^L                clear the screen; ^Z: stop, fg goes on

      What is pasted is put in and never runs by itself; several lines are shown first.
      A terminal that puts no marks around a paste (TERM=dumb, or an unknown one) lets a
      pasted line end run the line, unless more text comes at once: then all of it is a
      paste. TAB with more behind it is a blank there, and ^R recalls what begins as the
      line does.

      Lines that come while a command runs are typed ahead, and run in turn. A view that
      keeps itself fresh, as watch and follow do, takes keys for itself.
      set editing vi turns the keys into those of vi.
      """, examples: ["set editing vi"]),
    HelpTopic(
      "history", "lines that were typed",
      """
      All shells share one history, for you only. A line after a blank is not kept, nor
      one that seems to hold a password, a key or a token. ↑ and ^R find the lines of this
      shell first, then those that others had run when the prompt came.

        !!          the line before; what follows is added: !! -o json
        !12         the line that history shows with number 12

      The line that is meant is shown before it runs, and a change asks as ever.
      history --script prints a session as a script that does the same again.
      """, examples: ["history --limit 10", "history reset"]),
    HelpTopic(
      "live", "views that keep themselves fresh",
      """
      watch INTERVAL COMMAND repeats a command that only reads, in place: what has
      changed is marked, a lost connection is told and made anew, q ends it.
      follow ID goes along with one batch until it ends, stage by stage.

      Where the output is no terminal, both print a line for what has changed.
      """, examples: ["watch 2s batches --status failed"]),
    HelpTopic(
      "scripts", "lines that nobody types",
      """
      dfops -f FILE, dfops -c LINE, or lines on standard input. A line is what one would
      type; # starts a comment; quotes and backslash work as in sh, nothing is expanded. A
      quote that is open, or a backslash at the end, goes on in the next line.

      A script stops at the first line that fails, unless --keep-going, and its exit
      status is that of this line. It arms by an arm line; each change says --expect N,
      the number of batches, and is refused when there are more or less of them.
      Neither !! nor the aliases of the rc file are known there, and no change takes %3.
      """, examples: ["source morning.dfops"]),
    HelpTopic(
      "settings", "what set changes",
      """
      set shows all settings with their values. They last until the shell ends; those in
      ~/.config/dfops/rc (in $XDG_CONFIG_HOME, if that is set) hold in every shell:

        # comments, set and alias lines, nothing else
        set format vertical
        set bell 30s
        alias today='batches --today'

      A wrong line is shown, and the shell starts. Scripts do not read the file.
      """, examples: ["set", "set timing on", "set bell 30s"]),
    HelpTopic(
      "aliases", "names for lines you type often",
      """
      alias NAME='LINE' lets NAME stand for the command of a line; what follows is
      added. Commands keep their names. What an alias stands for is what runs, what
      asks, and what the journal records. alias lists them, unalias NAME removes one.
      """, examples: ["alias today='batches --today --oldest-first'", "alias"]),
    HelpTopic(
      "programs", "commands of your own",
      """
      An executable dfops-NAME on PATH is the command NAME. It gets the words behind its
      name and these variables:

        DFOPS_ENVIRONMENT  DFOPS_HOST  DFOPS_PORT  DFOPS_DATABASE
        DFOPS_PROJECT_REF  DFOPS_FORMAT
        DFOPS_DSN_FD       a descriptor from which the connection string of readonly_dsn
                           is read, when the profile has one

      It gets no password, and none of the secrets that dfops itself was started with.
      What it does is outside of all safety rules. In scripts and at the prompt it reads
      nothing, and what it prints to the terminal is made harmless; ^C ends it.
      NAME --help is its own. A command of dfops always comes first.
      """),
  ]
}
