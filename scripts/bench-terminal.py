"""Measures programs on a pseudo-terminal, as somebody at the keyboard feels them; prints one row of the table of speed.

Usage: bench-terminal.py prompt|unreachable|memory|echo|locked|interrupt RUNS DFOPS [-- PSQL ARG…]
"""
import os
import pty
import select
import signal
import statistics
import subprocess
import sys
import time

PROMPT = {"dfops": b"dfops dev>", "psql": b"bench=# "}


class Terminal:
    """A program on a terminal of 24 × 80."""

    def __init__(self, kind, command, **variables):
        self.prompt = PROMPT[kind]
        self.seen = b""
        self.begin = time.perf_counter()
        self.pid, self.master = pty.fork()
        if self.pid == 0:
            os.execvpe(command[0], command, {**os.environ, **variables})

    def until(self, text, seconds=30.0):
        """Waits until a text is on the terminal; returns False when it does not come."""
        deadline = time.perf_counter() + seconds
        while text not in self.seen:
            left = deadline - time.perf_counter()
            if left <= 0 or not select.select([self.master], [], [], left)[0]:
                return False
            try:
                self.seen += os.read(self.master, 65536)
            except OSError:
                return False
        self.seen = self.seen[self.seen.index(text) + len(text):]
        return True

    def ready(self):
        """Waits for the prompt; returns the milliseconds since the start."""
        if not self.until(self.prompt):
            sys.exit(f"bench: no prompt, but {self.seen!r}")
        return (time.perf_counter() - self.begin) * 1000

    def send(self, text):
        os.write(self.master, text)

    def quiet(self, seconds=0.05):
        """Reads until nothing has come for a while."""
        while select.select([self.master], [], [], seconds)[0]:
            os.read(self.master, 65536)
        self.seen = b""

    def resident(self):
        """The resident memory in MiB."""
        for line in open(f"/proc/{self.pid}/status", encoding="utf-8"):
            if line.startswith("VmRSS"):
                return int(line.split()[1]) / 1024
        return 0

    def end(self):
        os.kill(self.pid, signal.SIGKILL)
        os.waitpid(self.pid, 0)
        os.close(self.master)


def row(what, ours, theirs, reach, unit="ms"):
    ratio = f"{ours / theirs:.2f} ×" if isinstance(theirs, float) else "-"
    other = f"{theirs:.1f} {unit}" if isinstance(theirs, float) else theirs
    print(f"| {what} | {ours:.1f} {unit} | {other} | {ratio} | {reach} |", flush=True)


def started(kind, command, **variables):
    terminal = Terminal(kind, command, **variables)
    milliseconds = terminal.ready()
    terminal.end()
    return milliseconds


def prompt(runs, ours, theirs):
    pairs = [(started("dfops", ours), started("psql", theirs)) for _ in range(runs + 1)][1:]
    row("start to usable prompt", statistics.median(a for a, _ in pairs), statistics.median(b for _, b in pairs), "≤ 1.2 ×")


def unreachable(runs, ours, _):
    # An address of documentation (RFC 5737): nobody answers there.
    nowhere = {"SUPABASE_DB_URL_DEV": "host=192.0.2.1 dbname=bench user=postgres connect_timeout=5"}
    times = [started("dfops", ours, **nowhere) for _ in range(runs)]
    row("the same, the server unreachable", statistics.median(times), "-", "≤ 30 ms")


def memory(_, ours, __):
    terminal = Terminal("dfops", ours)
    terminal.ready()
    terminal.quiet(2)
    row("resident memory at the prompt", terminal.resident(), "-", "≤ 24 MiB", "MiB")
    terminal.send(b"reset \t")
    terminal.until(b" -- ", 5)
    terminal.quiet(1)
    row("the same, after TAB with live ids", terminal.resident(), "-", "-", "MiB")
    terminal.end()


def echo(count, ours, _):
    """Keys of a line with filters, whose count is asked for at the same time."""
    terminal = Terminal("dfops", ours)
    terminal.ready()
    times = []
    while len(times) < count:
        terminal.send(b"reset --status failed --filename 'x")
        terminal.quiet()
        for _ in range(20):
            begin = time.perf_counter()
            terminal.send(b"1")
            terminal.until(b"1", 5)
            times.append((time.perf_counter() - begin) * 1000)
            terminal.seen = b""
        terminal.send(b"\x03")
        terminal.until(terminal.prompt, 5)
    times.sort()
    row("key echo, p99, while counts are asked for", times[int(len(times) * 0.99)], "-", "≤ 3 ms")
    terminal.end()


def holder(psql, statement):
    """A session that holds a lock until it is closed."""
    session = subprocess.Popen(psql + ["-qAt"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    session.stdin.write(f"BEGIN; {statement}; SELECT 'held';\n")
    session.stdin.flush()
    session.stdout.readline()
    return session


def locked(runs, ours, theirs):
    """TAB while another session holds what the candidates are read from."""
    terminal = Terminal("dfops", ours)
    terminal.ready()
    terminal.send(b"reset \t")
    terminal.until(b" -- ", 5)
    terminal.quiet(0.5)
    other = Terminal("psql", theirs)
    other.ready()
    lock = holder(theirs, "LOCK TABLE pg_catalog.pg_class, intake.simplicity_batches IN ACCESS EXCLUSIVE MODE")
    times = []
    for _ in range(runs):
        terminal.send(b"\x03")
        terminal.until(terminal.prompt, 5)
        terminal.send(b"reset ")
        terminal.quiet(0.3)
        begin = time.perf_counter()
        terminal.send(b"\t")
        terminal.until(b" -- ", 5)
        times.append((time.perf_counter() - begin) * 1000)
        terminal.quiet(0.3)
    other.send(b"SELECT * FROM intake.si\t")
    frozen = not other.until(b"mplicity", 2)
    row("TAB, what it asks for locked", statistics.median(times), "frozen" if frozen else "answers", "≤ 10 ms")
    lock.kill()
    lock.wait()
    terminal.end()
    other.end()


def interrupted(terminal, line, waiting):
    terminal.send(line)
    terminal.until(line.strip(), 5)
    waiting()
    begin = time.perf_counter()
    terminal.send(b"\x03")
    terminal.until(terminal.prompt, 10)
    return (time.perf_counter() - begin) * 1000


def interrupt(runs, ours, theirs):
    """^C of a statement that waits for a lock."""
    lock = holder(theirs, "LOCK TABLE intake.row_errors IN ACCESS EXCLUSIVE MODE")

    def waiting():
        question = "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'"
        while subprocess.run(theirs + ["-qAt", "-c", question], capture_output=True, text=True).stdout.strip() == "0":
            pass

    terminal = Terminal("dfops", ours)
    terminal.ready()
    other = Terminal("psql", theirs)
    other.ready()
    pairs = [
        (interrupted(terminal, b"errors top\n", waiting), interrupted(other, b"SELECT count(*) FROM intake.row_errors;\n", waiting))
        for _ in range(runs)
    ]
    row("^C of a running query to the prompt", statistics.median(a for a, _ in pairs), statistics.median(b for _, b in pairs), "≤ 50 ms")
    lock.kill()
    lock.wait()
    terminal.end()
    other.end()


def main(measure, runs, *commands):
    words = list(commands)
    cut = words.index("--") if "--" in words else len(words)
    globals()[measure](int(runs), words[:cut] + ["--env", "dev"], words[cut + 1:])


main(*sys.argv[1:])
