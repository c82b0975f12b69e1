"""Starts moto's server. It runs Lambda functions as processes of this machine, because moto needs Docker for them.

The arguments are those of moto_server. A process is no sandbox: deploy only functions that a test wrote.
"""

import io
import json
import os
import subprocess
import sys
import tempfile
import zipfile

from moto.awslambda.models import LambdaFunction
from moto.server import main

# Calls the handler with the event from the standard input, and writes its result as one line of JSON to descriptor 3.
NODE = """
const { readFileSync, writeSync } = require('node:fs');
const { pathToFileURL } = require('node:url');
const [file, name] = process.env.HANDLER.split('.');
const finish = (result, code) => { writeSync(3, JSON.stringify(result ?? null)); process.exit(code); };
import(pathToFileURL(require.resolve('./' + file, { paths: [process.cwd()] })))
  .then((module) => (module[name] ?? module.default[name])(JSON.parse(readFileSync(0, 'utf8'))))
  .then((result) => finish(result, 0), ({ message, name }) => finish({ errorMessage: message, errorType: name }, 1));
"""


def run(function, event):
    """Returns the answer of a call, and the kind of its error or None."""
    if not function.run_time.startswith("nodejs"):
        return {"errorType": "Runtime.Unsupported", "errorMessage": "Only Node.js functions run here."}, "Unhandled"
    with tempfile.TemporaryDirectory() as folder, tempfile.TemporaryFile() as answer:
        zipfile.ZipFile(io.BytesIO(function.code_bytes)).extractall(folder)
        environment = {"PATH": os.environ["PATH"], "HANDLER": function.handler, **(function.environment_vars or {})}
        command = ["sh", "-c", f'exec node -e "$1" 3>&{answer.fileno()}', "sh", NODE]
        try:
            ended = subprocess.run(
                command,
                cwd=folder,
                env=environment,
                input=event.encode(),
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                pass_fds=[answer.fileno()],
                timeout=function.timeout,
                check=False,
            )
        except subprocess.TimeoutExpired:
            return {"errorMessage": f"Task timed out after {function.timeout}.00 seconds"}, "Unhandled"
        answer.seek(0)
        text = answer.read().decode()
        if text == "":
            return {"errorType": "Runtime.ExitError", "errorMessage": f"exit status {ended.returncode}"}, "Unhandled"
        return json.loads(text), None if ended.returncode == 0 else "Unhandled"


def invoke(self, body, request_headers, response_headers):
    """Replaces the method of moto that starts a container."""
    kind = request_headers.get("x-amz-invocation-type", "RequestResponse")
    if kind == "DryRun":
        return b""
    answer, error = run(self, body.decode() if isinstance(body, bytes) else body or "{}")
    response_headers["x-amz-executed-version"] = str(self.version)
    if error is not None:
        response_headers["x-amz-function-error"] = error
    return b"" if kind == "Event" else json.dumps(answer).encode()


LambdaFunction.invoke = invoke

if __name__ == "__main__":
    sys.exit(main())
