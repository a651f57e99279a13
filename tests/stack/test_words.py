"""What the page of messages explains is really said. Runs last: it reads what all other tests were told."""

import os
import re
import unittest

import stack
from stack import ROOT

MESSAGE = re.compile(r"^\| `([^`]+)`", re.M)


class Words(unittest.TestCase):
    def test_messages(self):
        """C7: every message that docs/troubleshooting.md explains was said in this run"""
        if stack.CHOSEN:
            self.skipTest("only some tests were run")
        with open(os.path.join(ROOT, "docs", "troubleshooting.md"), encoding="utf-8") as page:
            messages = MESSAGE.findall(page.read())
        self.assertGreater(len(messages), 10)
        said = "\n".join(stack.TRANSCRIPT)
        for message in messages:
            pattern = ".*".join(re.escape(part) for part in message.split("…"))
            self.assertRegex(said, pattern, message)
