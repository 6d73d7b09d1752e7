"""Runs one task of the embedded workspace: a notebook in source format, or a Python script.

Called with the path of a JSON file that says what to run; writes what came of it to the file named in there. Standard output and
error belong to the task. Python 3.9 and later, standard library only.
"""

import ast
import json
import linecache
import os
import re
import runpy
import shutil
import sys
import traceback

SEPARATOR = "# COMMAND ----------"
MAGIC = "# MAGIC"


class NotebookExit(BaseException):
    def __init__(self, value):
        super().__init__(value)
        self.value = value


class SparkMissing:
    """Stands where Spark would be, and says what is missing at the first use."""

    def __getattr__(self, name):
        raise RuntimeError("there is no Spark in the embedded workspace: only Python code runs here")


class Widgets:
    def __init__(self, given):
        self._given = dict(given)
        self._defaults = {}

    def text(self, name, defaultValue="", label=None):
        self._defaults[name] = str(defaultValue)

    def dropdown(self, name, defaultValue="", choices=(), label=None):
        self.text(name, defaultValue)

    combobox = dropdown
    multiselect = dropdown

    def get(self, name):
        for values in (self._given, self._defaults):
            if name in values:
                return values[name]
        raise ValueError(f"InputWidgetNotDefined: no input widget named {name} is defined")

    def getArgument(self, name, default=None):
        try:
            return self.get(name)
        except ValueError:
            if default is None:
                raise
            return default

    def getAll(self):
        return {**self._defaults, **self._given}

    def remove(self, name):
        self._defaults.pop(name, None)
        self._given.pop(name, None)

    def removeAll(self):
        self._defaults.clear()
        self._given.clear()


class NotebookCalls:
    def __init__(self, run_nested):
        self._run_nested = run_nested

    def exit(self, value=""):
        raise NotebookExit(str(value))

    def run(self, path, timeout_seconds=0, arguments=None):
        return self._run_nested(path, arguments or {})


class TaskValues:
    def __init__(self, upstream, written):
        self._upstream = upstream
        self._written = written

    def set(self, key, value):
        json.dumps(value)
        self._written[key] = value

    def get(self, taskKey, key, default=None, debugValue=None):
        values = self._upstream.get(taskKey, {})
        if key in values:
            return values[key]
        if default is None:
            raise ValueError(f"no task value {key} was set by the task {taskKey}")
        return default


class Library:
    def restartPython(self):
        print("note: Python is not restarted in the embedded workspace")


class JobCalls:
    def __init__(self, upstream, written):
        self.taskValues = TaskValues(upstream, written)


class Secrets:
    def __getattr__(self, name):
        raise RuntimeError("there are no secret scopes in the embedded workspace")


class Files:
    """`dbutils.fs` on a folder of the workspace; nothing outside of it can be named."""

    def __init__(self, root):
        self._root = os.path.realpath(root)

    def _real(self, path):
        inner = re.sub(r"^(dbfs:|/dbfs)", "", path).lstrip("/")
        real = os.path.realpath(os.path.join(self._root, inner))
        if real != self._root and not real.startswith(self._root + os.sep):
            raise PermissionError(f"{path} lies outside of dbfs:/")
        return real

    def ls(self, path):
        folder = self._real(path)
        return ["dbfs:/" + os.path.relpath(os.path.join(folder, name), self._root) for name in sorted(os.listdir(folder))]

    def head(self, path, maxBytes=65536):
        with open(self._real(path), encoding="utf-8") as file:
            return file.read(maxBytes)

    def put(self, path, contents, overwrite=False):
        real = self._real(path)
        if os.path.exists(real) and not overwrite:
            raise FileExistsError(path)
        os.makedirs(os.path.dirname(real), exist_ok=True)
        with open(real, "w", encoding="utf-8") as file:
            file.write(contents)
        return True

    def mkdirs(self, path):
        os.makedirs(self._real(path), exist_ok=True)
        return True

    def cp(self, source, target, recurse=False):
        (shutil.copytree if recurse else shutil.copy)(self._real(source), self._real(target))
        return True

    def rm(self, path, recurse=False):
        real = self._real(path)
        if os.path.isdir(real):
            shutil.rmtree(real) if recurse else os.rmdir(real)
        elif os.path.exists(real):
            os.remove(real)
        return True


class DbUtils:
    def __init__(self, given, run_nested, spec):
        self.widgets = Widgets(given)
        self.notebook = NotebookCalls(run_nested)
        self.fs = Files(spec["dbfs"])
        self.secrets = Secrets()
        self.library = Library()
        self.jobs = JobCalls(spec.get("upstream", {}), spec["values"])


def cells_of(path):
    """(number of the first line, lines) of each cell; magic lines keep their place so that line numbers stay true."""
    with open(path, encoding="utf-8-sig") as file:
        lines = file.read().split("\n")
    cells = []
    start = 1
    for place in range(1, len(lines) + 1):
        if place == len(lines) or lines[place].rstrip() == SEPARATOR:
            cells.append((start + 1, lines[start:place]))
            start = place + 1
    return cells


def find_notebook(folder, root, path):
    base = root if path.startswith("/") else folder
    wanted = os.path.realpath(os.path.join(base, path.lstrip("/")))
    if not wanted.startswith(os.path.realpath(root) + os.sep):
        raise PermissionError(f"the notebook {path} lies outside of this project")
    for candidate in (wanted, wanted + ".py"):
        if os.path.isfile(candidate):
            return candidate
    raise FileNotFoundError(f"there is no notebook {path}")


def run_magic(text, path, spec, scope):
    word, _, rest = text.strip().partition(" ")
    if word == "%run":
        other = find_notebook(os.path.dirname(path), spec["root"], rest.strip().split(" ")[0].strip("\"'"))
        run_cells(other, spec, scope)
    elif word == "%pip":
        print(f"note: {text.strip()} is not carried out in the embedded workspace")
    elif word in ("%md", "%python", ""):
        pass
    else:
        raise RuntimeError(f"{word} cells are not run in the embedded workspace")


def run_cells(path, spec, scope):
    for first, lines in cells_of(path):
        magic = [re.sub(r"^# MAGIC ?", "", line) for line in lines if line.startswith(MAGIC)]
        code = ["" if line.startswith(MAGIC) else line for line in lines]
        if magic and magic[0].startswith("%") and not magic[0].startswith("%md"):
            for line in magic if magic[0].startswith(("%run", "%pip")) else magic[:1]:
                if line.strip():
                    run_magic(line, path, spec, scope)
        run_code("\n" * (first - 1) + "\n".join(code), path, scope)


def run_code(source, path, scope):
    tree = ast.parse(source, path)
    last = tree.body.pop() if tree.body and isinstance(tree.body[-1], ast.Expr) else None
    exec(compile(tree, path, "exec"), scope)
    if last is not None:
        value = eval(compile(ast.Expression(last.value), path, "eval"), scope)
        if value is not None:
            print(repr(value))


def run_notebook(path, given, spec):
    """The value with which the notebook ended, or None when it ran to its end."""

    def nested(other, arguments):
        found = find_notebook(os.path.dirname(path), spec["root"], other)
        given = {key: str(value) for key, value in arguments.items()}
        return run_notebook(found, given, spec)

    scope = {
        "__name__": "__main__",
        "__file__": path,
        "dbutils": DbUtils(given, nested, spec),
        "spark": SparkMissing(),
        "sc": SparkMissing(),
        "display": lambda *values: print(*values),
        "displayHTML": lambda html: print(html),
    }
    scope["getArgument"] = scope["dbutils"].widgets.getArgument
    # `from databricks.sdk.runtime import dbutils` is not offered: notebooks get it as a name, as on a cluster.
    try:
        run_cells(path, spec, scope)
    except NotebookExit as end:
        return end.value
    return None


def run_script(path, parameters):
    sys.argv = [path, *parameters]
    try:
        runpy.run_path(path, run_name="__main__")
    except SystemExit as end:
        if end.code not in (None, 0):
            raise RuntimeError(f"the script ended with exit code {end.code}") from None


def tell(error, spec):
    """(one line, whole trace) without the frames of this file and without folders of the machine."""
    here = os.path.abspath(__file__)
    told = traceback.TracebackException.from_exception(error)
    link = told
    while link is not None:
        kept = [frame for frame in link.stack if frame.filename != here and "runpy" not in frame.filename]
        link.stack = traceback.StackSummary.from_list(kept)
        link = link.__cause__ or link.__context__
    text = "".join(told.format())
    line = f"{type(error).__name__}: {error}" if str(error) else type(error).__name__
    for root in {spec["root"], os.path.realpath(spec["root"])}:
        line, text = line.replace(root, spec["shown"]), text.replace(root, spec["shown"])
    return line, text


def main():
    with open(sys.argv[1], encoding="utf-8") as file:
        spec = json.load(file)
    spec["values"] = {}
    folder = os.path.dirname(spec["file"])
    os.chdir(folder)
    sys.path[0:1] = [folder] if folder == spec["root"] else [folder, spec["root"]]
    sys.argv = [spec["file"]]
    outcome = {"exit": None, "error": None, "trace": None}
    try:
        if spec["kind"] == "notebook":
            outcome["exit"] = run_notebook(spec["file"], spec["parameters"], spec)
        else:
            run_script(spec["file"], spec["arguments"])
    except BaseException as error:
        linecache.checkcache()
        outcome["error"], outcome["trace"] = tell(error, spec)
    outcome["values"] = spec["values"]
    sys.stdout.flush()
    sys.stderr.flush()
    finished = spec["result"] + ".new"
    with open(finished, "w", encoding="utf-8") as file:
        json.dump(outcome, file)
    os.replace(finished, spec["result"])
    # Threads that the task left behind must not keep the run alive.
    os._exit(0)


main()
