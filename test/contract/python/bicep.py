"""Reads every Bicep file of a folder by its grammar and prints what it declares as one JSON object, by file name."""

import json
import os
import pathlib

from pycep import BicepParser

parser = BicepParser()
read = {}
for path in sorted(pathlib.Path(os.environ["BICEP_FOLDER"]).glob("*.bicep")):
    read[path.name] = parser.parse(text=path.read_text(encoding="utf-8"))
print(json.dumps(read, default=str))
