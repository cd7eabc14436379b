#pragma once
#include <histedit.h>
#include <stdio.h>
#include <wchar.h>

// el_wset, el_wget and history_w are variadic, which Swift cannot call: one typed wrapper for each use.

/// A function that keys are bound to.
typedef unsigned char (*clibedit_function)(EditLine *, wint_t);
/// A function that returns the prompt.
typedef wchar_t *(*clibedit_prompt)(EditLine *);
/// A function that reads one character: 1 when it has one, 0 at the end, -1 for a failure.
typedef int (*clibedit_reader)(EditLine *, wchar_t *);

/// Opens an editor on standard input and output; Swift regards the C streams as unsafe to share.
static inline EditLine *clibedit_open(const char *program, FILE *errors) {
  return el_init(program, stdin, stdout, errors);
}

/// Opens an editor that never touches a terminal, to ask what the terminal of TERM can do.
static inline EditLine *clibedit_open_nowhere(FILE *nowhere) {
  return el_init("", nowhere, nowhere, nowhere);
}

static inline int clibedit_set_client(EditLine *el, void *data) {
  return el_wset(el, EL_CLIENTDATA, data);
}

static inline void *clibedit_client(EditLine *el) {
  void *data = NULL;
  el_wget(el, EL_CLIENTDATA, &data);
  return data;
}

/// Sets EL_SIGNAL, EL_EDITMODE or EL_PREP_TERM.
static inline int clibedit_set_number(EditLine *el, int operation, int value) {
  return el_wset(el, operation, value);
}

/// Sets the keys: "emacs" or "vi".
static inline int clibedit_set_editor(EditLine *el, const wchar_t *name) {
  return el_wset(el, EL_EDITOR, name);
}

/// Returns a capability of the terminal by its termcap name; NULL when it has none.
static inline const char *clibedit_capability(EditLine *el, const char *name) {
  char *value = NULL;
  el_wget(el, EL_GETTC, name, &value);
  return value;
}

/// Sets the prompt; what stands between two marks takes no columns.
static inline int clibedit_set_prompt(EditLine *el, clibedit_prompt prompt, wchar_t mark) {
  return el_wset(el, EL_PROMPT_ESC, prompt, (int)mark);
}

static inline int clibedit_set_reader(EditLine *el, clibedit_reader reader) {
  return el_wset(el, EL_GETCFN, reader);
}

/// Adds a function; the texts must live as long as the editor.
static inline int clibedit_add_function(EditLine *el, const wchar_t *name, const wchar_t *help,
                                        clibedit_function function) {
  return el_wset(el, EL_ADDFN, name, help, function);
}

static inline int clibedit_bind(EditLine *el, const wchar_t *key, const wchar_t *name) {
  return el_wset(el, EL_BIND, key, name, (const wchar_t *)NULL);
}

/// Binds a key in vi's command mode.
static inline int clibedit_bind_command(EditLine *el, const wchar_t *key, const wchar_t *name) {
  return el_wset(el, EL_BIND, L"-a", key, name, (const wchar_t *)NULL);
}

/// Changes the terminal for one purpose: "-d" while a line is edited, "-x" otherwise.
static inline int clibedit_set_tty(EditLine *el, const wchar_t *purpose, const wchar_t *change) {
  return el_wset(el, EL_SETTY, purpose, change, (const wchar_t *)NULL);
}

/// Paints prompt and line anew where the cursor of the terminal is.
static inline int clibedit_repaint(EditLine *el) {
  return el_wset(el, EL_REFRESH);
}

static inline int clibedit_set_history(EditLine *el, HistoryW *history) {
  return el_wset(el, EL_HIST, history_w, history);
}

/// Sets H_SETSIZE or H_SETUNIQUE.
static inline int clibedit_history_number(HistoryW *history, int operation, int value) {
  HistEventW event;
  return history_w(history, &event, operation, value);
}

static inline int clibedit_history_enter(HistoryW *history, const wchar_t *line) {
  HistEventW event;
  return history_w(history, &event, H_ENTER, line);
}

static inline int clibedit_history_clear(HistoryW *history) {
  HistEventW event;
  return history_w(history, &event, H_CLEAR);
}

// <wchar.h> shows it only to programs that ask for X/Open.
extern int wcwidth(wchar_t);

/// Returns the columns that a character takes; -1 when it cannot be shown.
static inline int clibedit_columns(wchar_t character) {
  return wcwidth(character);
}
