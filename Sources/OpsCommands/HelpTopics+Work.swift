extension HelpTopic {
  /// What is to be known about batches and changes.
  static let work = [
    HelpTopic(
      "filters", "choosing batches by what they are",
      """
      Every command that takes batches takes the same filters, and all of them must fit:

        --status S          of this status; may be given several times
        --stuck             in flight, and not moved for --stuck-for (10m)
        --filename GLOB     * is any text, ? any character; case does not matter
        --not-filename GLOB --filename-ilike PATTERN --source TEXT
        --since T --until T --today --older-than D
                            created: 90s 10m 6h 7d 2w, dates, ISO time stamps
        --except ID…        all but these
        --limit N           the newest; with --oldest-first the oldest

      A change needs at least one id or filter. batches with the same filters shows
      what it would take.
      """,
      examples: [
        "batches --status failed --since 7d", "batches --filename 'daily_*' --older-than 2d",
      ]),
    HelpTopic(
      "ids", "naming one batch",
      """
      An id is a whole UUID, or its beginning of at least 4 hex digits when no other
      batch begins so (8 for deletions in protected environments).

      %3 is row 3 of the last listing of batches or stuck. It stands for what you saw:
      when that batch has changed since, a change is refused and shows the difference.
      """, examples: ["batch 3f2a91c0", "errors list 3f2a91c0"]),
    HelpTopic(
      "environments", "where commands work",
      """
      dev and prod are there from the start; ~/.config/dfops/config.toml names others.
      The connection comes from options, variables (SUPABASE_DB_URL_PROD, …), .env.NAME
      or that file, in this order. use NAME switches; -e NAME does so for one line.

      Each server is pinned by its identity at first use. Another server under the same
      name is refused, until env trust NAME has shown both sides.

      The prompt says where you are: dfops dev>, dfops prod [read-only]>,
      [ARMED until 03:14Z INC-42], [lost] after a session broke in a transaction,
      [no connection] after none could be made.
      """, examples: ["env list", "env show prod", "status"]),
    HelpTopic(
      "safety", "what stands between a line and a change",
      """
      1. What a change will touch is shown first, and what has changed between that and
         the lock is refused: nothing is changed then (exit 4).
      2. A protected environment is read-only until arm --reason TEXT; for one command
         -e prod with --reason TEXT does it.
      3. Friction grows with what is at stake:

                            unprotected          protected
         1 row              shows, acts          asks y/N
         2 to 10 rows       asks y/N             asks y/N
         more, or deletion  type the count       type ENV and the count
         no terminal        --yes or --expect N  --expect N, and armed

      4. Every change is in the audit journal before it happens; undo AUDIT-ID puts the
         before-image back. An alias or !! changes none of this.
      """, examples: ["audit list --limit 5", "audit verify"]),
    HelpTopic(
      "formats", "how results look",
      """
      -o FORMAT (--format) for one line, set format FORMAT for the session:

        table      for people; what does not fit is cut with …
        vertical   one value a line
        json       an array for lists, one object otherwise
        ndjson     one object a line
        csv        RFC 4180, with a header
        markdown   for chats and tickets

      json, ndjson and csv carry data byte for byte to files and pipes. On a terminal
      control characters are made visible in every format. Results go to stdout,
      everything else to stderr; with json and ndjson errors come as an object, too.
      """, examples: ["summary -o csv", "batches --limit 5 --format ndjson"]),
    HelpTopic(
      "exit", "what the exit status says",
      """
         0  done; also when filters matched nothing
         1  the command ran and failed, such as an id that names no batch
         2  cannot connect, or not the environment that its profile says
         3  a check could not be evaluated
         4  refused by a safety rule; nothing was changed
         5  partly done, or not known: the message names what to resume or look up
        64  usage: a malformed id, an unknown command, option or status
        78  configuration
       130  interrupted, nothing changed
      """),
  ]
}
