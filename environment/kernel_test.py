"""What our kernel says to Jupyter's own check of the message protocol.

Run as `python environment/kernel_test.py` where the pesbook kernelspec is installed (see test/jupyter).
"""

import unittest

import jupyter_kernel_test


class PesbookKernel(jupyter_kernel_test.KernelTests):
    kernel_name = "pesbook"
    language_name = "typescript"
    file_extension = ".ts"

    code_hello_world = 'console.log("hello, world")'
    code_stderr = 'console.error("a warning")'
    code_generate_error = 'throw new Error("as asked")'
    code_execute_result = [
        {"code": "6 * 7", "result": "42"},
        {"code": "const cutoff: number = 6.5;\ncutoff", "result": "6.5"},
        {"code": "await Promise.resolve(1 + 1)", "result": "2"},
    ]
    code_display_data = [
        {
            "code": 'await display({ [Symbol.for("Jupyter.display")]: () => ({ "text/html": "<b>Al</b>" }) })',
            "mime": "text/html",
        },
        {"code": 'import * as tslab from "tslab";\ntslab.display.svg("<svg/>")', "mime": "image/svg+xml"},
    ]
    code_inspect_sample = "parseFloat"

    completion_samples = [{"text": "Number.parseFl", "matches": {"parseFloat"}}]
    complete_code_samples = ["1 + 1", "function f() {\n  return 1;\n}", 'import { pick } from "pesbook";']
    incomplete_code_samples = ["function f() {", "const a = [1,", "`open"]
    invalid_code_samples = ["1 +* 2", "const 1 = one"]


if __name__ == "__main__":
    unittest.main(verbosity=2)
