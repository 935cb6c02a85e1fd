"""Values that somebody's file may hold and a careless program would run, lose, cut or write elsewhere.

Those that would run leave a mark: a file that none of them may make.
"""

from __future__ import annotations

from pathlib import Path

# fmt: off
SHELL = (
    "$(touch MARK)", "`touch MARK`", "; touch MARK", "| touch MARK", "& touch MARK &", "&& touch MARK",
    "'; touch MARK; '", '"; touch MARK; "', "\ntouch MARK\n", "${IFS}touch${IFS}MARK", "> MARK", "$HOME", "${HOME}",
    "${HOME:=x}", "$((7*7))", "!!", "!1", "~", "~root", "*", "?", "[a-z]", "{a,b}", "%PATH%", "-rf", "--help", "-p",
    "--", "-", "@MARK", "%n%s%d", "%(name)s", "\\$x", "a b  c", "#", "a # b", "\t", "^C",
)
PYTHON = (
    "__import__('os').system('touch MARK')", "open('MARK', 'w')", 'exec("open(\'MARK\', \'w\')")',
    "'\nopen('MARK', 'w')\n'", '"\nopen("MARK", "w")\n"', "'''\nopen('MARK', 'w')\n'''",
    '"""\nopen("MARK", "w")\n"""', "\\'; open('MARK', 'w'); '", "\\", "\\\\", "\\n", "\\x41", "\\u0041",
    "\\N{BULLET}", "None", "True", "[]", "{}", "lambda: 0", "1 if True else 0", "f'{7*7}'", "%matplotlib inline",
    "%%bash\ntouch MARK", "!touch MARK", "?print", "%run MARK", "import os", "del survey", "survey = 1",
    "# comment", "; 1/0", "$x$", "_", "{0.__class__.__mro__}", "{self}", "{x!r:>9}", "{", "}", "{}{}", "%s", "%",
    "%%", "%(x)d",
)
TEMPLATES = (
    "{{ 7 * 7 }}", "{{ config }}", "{{ ''.__class__.__mro__ }}", "{% for x in y %}", "{# note #}",
    "{{ cycler.__init__.__globals__.os.popen('touch MARK').read() }}", "${7*7}", "#{7*7}", "<%= 7*7 %>", "$x^2$",
    "$$\\alpha$$", "\\input{MARK}", "\\write18{touch MARK}", "[a](javascript:alert(1))", "![a](b)",
)
MARKUP = (
    "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "</td></tr></table>", "<!--", "-->", "]]>",
    "<b>b</b>", '"><svg onload=alert(1)>', "' onmouseover='alert(1)", "&lt;", "&amp;amp;", "&#x41;",
    "<style>*{display:none}</style>", "<a href='javascript:alert(1)'>a</a>", "</title><h1>",
    "<?xml version='1.0'?>", "<iframe src=//x>", "`code`", "**b**",
)
DATA_FORMATS = (
    "!!python/object/apply:os.system ['touch MARK']", "!!python/name:os.system", "&a [*a]", "*a", "<<: *a", "- a",
    "a: b", "a:", ": b", "? a", "| a", "> a", "%YAML 1.2", "---", "...", "@a", "'a", '"a', "yes", "no", "on",
    "null", "~x", "=cmd|' /C touch MARK'!A0", "=1+1", "+1", "-1", "@SUM(A1)", '=HYPERLINK("x")', "a,b", "a;b",
    'a"b', '""', "a\tb", '{"a": 1}', "[1]", "NaN", "Infinity", "-0", "01", "007", "1e5", "1_000", "1,5", "1 000",
    "0x10", "1e400", "١٢٣", "12:30", "2026-11-29", "'; DROP TABLE x; --", "1 OR 1=1", "nan", "NA", "N/A", "None ",
    " None", "-", "\u2013",
    " =1+1", "\u3000\uff1d1+1", "\uff0b1+1", "\u200b=1+1", "\u00a0\uff20SUM(A1)",
)
PATHS = (
    "../../MARK", "MARK", "/etc/passwd", "..", ".", "./x", "a/b", "a\\b", "C:\\Windows", "\\\\host\\share",
    "file:///etc", "CON", "nul", "LPT1.txt", "aux", "x.partial", "x.failed", "x.replaced", ".hidden", "x.", "x ",
    " x", "a:b", "..%2f..%2fx",
)
LETTERS = (
    "", " ", "   ", "\n", "\r\n", "a\nb", "a\rb", "a\x00b", "\x1b[31mred", "\x07", "a\x7fb", "\ufeffa", "\u200b",
    "\u202egnp", "😀", "👩\u200d👩\u200d👧\u200d👦", "e\u0301", "é", "İstanbul", "ß", "\ufb01", "\uff21", "\u2028",
    "\u00a0", "Ääkköset", "日本語", "שלום", "\ud7ff", "\U0001d518", "a" * 300, "ä" * 300, "x" * 2**20, "\n" * 1000,
    "(" * 500, "[" * 500, "{" * 500, "a " * 5000, "." * 255, "/" * 200,
)
# fmt: on


def hostile_values(mark: Path) -> list[str]:
    """All of them, each once; `mark` is the file that those that run would make."""
    kinds = (SHELL, PYTHON, TEMPLATES, MARKUP, DATA_FORMATS, PATHS, LETTERS)
    return list(dict.fromkeys(text.replace("MARK", str(mark)) for kind in kinds for text in kind))
