"""Turns the statements that the server has logged for `batch ID` into a script for psql, once for each line of a script.

Usage: bench-statements.py LOG SCRIPT; the log is PostgreSQL's jsonlog of the first two lines of the script.
"""
import json
import re
import sys


def statements(path):
    """Yields each logged statement with its parameters filled in, and the backend that ran it."""
    for line in open(path, encoding="utf-8"):
        entry = json.loads(line)
        match = re.match(r"(?:execute [^:]+|statement): (.*)", entry.get("message", ""), re.S)
        if not match or entry.get("user") is None:
            continue
        text = match.group(1)
        values = dict(re.findall(r"\$(\d+) = ('(?:[^']|'')*'|NULL)", entry.get("detail", "")))
        yield re.sub(r"\$(\d+)", lambda found: values.get(found.group(1), "NULL"), text)


def main(log, script):
    ids = [line.split()[1] for line in open(script, encoding="utf-8")]
    logged = [text for text in statements(log) if "pg_reload_conf" not in text and "ALTER SYSTEM" not in text]
    # What stands from the first statement about the second id on is what one more line costs.
    about = [index for index, text in enumerate(logged) if ids[1] in text]
    if not about:
        sys.exit("bench: the statements of a line are not in the server's log")
    # Its transaction begins before: two statements in front of the first one that names the id.
    first = about[0]
    while first > 0 and "BEGIN" not in logged[first]:
        first -= 1
    last = max(index for index, text in enumerate(logged) if "COMMIT" in text)
    one = logged[first:last + 1]
    for batch in ids:
        for text in one:
            print(text.replace(ids[1], batch).rstrip(";") + ";")


main(*sys.argv[1:])
