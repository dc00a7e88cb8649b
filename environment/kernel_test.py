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
    code_clear_output = "clearOutput()"
    code_inspect_sample = "parseFloat"

    completion_samples = [
        {"text": "Number.parseFl", "matches": {"parseFloat"}},
        {"text": "clearOut", "matches": {"clearOutput"}},
    ]
    supported_history_operations = ("tail", "range", "search")
    code_history_pattern = "6*?"
    complete_code_samples = ["1 + 1", "function f() {\n  return 1;\n}", 'import { pick } from "pesbook";']
    incomplete_code_samples = ["function f() {", "const a = [1,", "`open"]
    invalid_code_samples = ["1 +* 2", "const 1 = one"]

    # Pages are a payload, which the protocol has given up: https://jupyter-client.readthedocs.io/en/stable/messaging.html#payloads-deprecated
    test_pager = None

    def test_stdin(self):
        """A cell asks, a front end answers, the cell goes on."""
        self.flush_channels()
        asked = []

        def answer(message):
            # Not validate_message: it takes password for a number, which the protocol has as a bool.
            self.assertEqual(message["msg_type"], "input_request")
            asked.append(message["content"])
            self.kc.input("6.5")

        code = 'const typed = await prompt("cutoff?", { password: true });\nconsole.log(typed)'
        printed = []
        reply = self.kc.execute_interactive(
            code,
            allow_stdin=True,
            stdin_hook=answer,
            output_hook=lambda message: printed.append(message["content"].get("text")),
            timeout=jupyter_kernel_test.TIMEOUT,
        )
        self.assertEqual(reply["content"]["status"], "ok")
        self.assertEqual(asked, [{"prompt": "cutoff?", "password": True}])
        self.assertIn("6.5\n", printed)

    def test_no_stdin(self):
        """Where the front end takes no input, the cell is told so."""
        self.flush_channels()
        self.kc.execute('await prompt("cutoff?")', allow_stdin=False)
        reply = self.get_non_kernel_info_reply(timeout=jupyter_kernel_test.TIMEOUT)
        self.assertEqual(reply["content"]["status"], "error")
        self.assertIn("takes no input", reply["content"]["evalue"])

    def test_comm(self):
        """Nobody is there for a comm: one that is opened is closed."""
        self.flush_channels()
        opened = self.kc.session.msg("comm_open", {"comm_id": "c1", "target_name": "none", "data": {}})
        self.kc.shell_channel.send(opened)
        types = []
        while "comm_close" not in types:
            message = self.kc.get_iopub_msg(timeout=jupyter_kernel_test.TIMEOUT)
            types.append(message["msg_type"])
        self.assertEqual(message["content"]["comm_id"], "c1")
        self.kc.comm_info()
        info = self.get_non_kernel_info_reply(timeout=jupyter_kernel_test.TIMEOUT)
        jupyter_kernel_test.validate_message(info, "comm_info_reply")
        self.assertEqual(info["content"]["comms"], {})


if __name__ == "__main__":
    unittest.main(verbosity=2)
