"""Runs functions named test_… and tells the results in the form that tools can read (see README)."""

import json
import time
import traceback


class Skip(Exception):
    """Raised by a test that cannot run here; its text says why."""


class Results:
    def __init__(self):
        self.cases = []
        self.metrics = []

    def metric(self, name, value, limit, direction="higher"):
        """Notes a metric that the tests hold against a limit."""
        self.metrics.append({"name": name, "value": round(value, 4), "limit": limit, "direction": direction})

    def run(self, module):
        """Runs every test of the module in the order in which they are written; `results` is handed to those that ask."""
        tests = [(name, test) for name, test in vars(module).items() if name.startswith("test_")]
        for name, test in tests:
            self.cases.append(_case(name[5:].replace("_", " "), test, self))
        return self

    def to_json(self):
        return json.dumps({"format": "brickbot.tests/1", "cases": self.cases, "metrics": self.metrics})

    def print_table(self):
        for case in self.cases:
            print(f"{case['verdict']:>8}  {case['ms']:>5} ms  {case['name']}")
            if "message" in case:
                print(f"          {case['message']}")


def _case(name, test, results):
    start = time.perf_counter()
    found = {}
    try:
        test(results) if test.__code__.co_argcount else test()
        verdict = "passed"
    except Skip as why:
        verdict, found = "skipped", {"message": str(why)}
    except AssertionError as error:
        verdict, found = "failed", _trouble(error)
    except Exception as error:
        verdict, found = "error", _trouble(error)
    return {"name": name, "verdict": verdict, "ms": round((time.perf_counter() - start) * 1000), **found}


def _trouble(error):
    frames = traceback.extract_tb(error.__traceback__)[1:]
    where = frames[-1] if frames else None
    line = where.line if where else ""
    text = str(error) or line
    if not isinstance(error, AssertionError):
        text = f"{type(error).__name__}: {text}"
    shown = [f"{frame.filename.rsplit('/', 1)[-1]}:{frame.lineno} in {frame.name}: {frame.line}" for frame in frames]
    return {"message": text[:500], "trace": "\n".join(shown[-5:])[:1500]}
