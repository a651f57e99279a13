"""The pages about the stack: what they have people type is run."""

import os
import subprocess
import unittest

import stack
from stack import ROOT, Stack

PAGES = ("deployment", "operations")  # one after the other: each leaves the stack down


class Pages(unittest.TestCase):
    def test_commands(self):
        """C7: every command of the pages about the stack is run, and gives what is shown"""
        pf = Stack(stack.flavours()[-1])
        self.addCleanup(pf.remove)
        for page in PAGES:
            done = subprocess.run([os.path.join(ROOT, "tests", "cli", "docs"), "--stack", pf.folder,
                                   *(["--update"] if stack.UPDATE else []), os.path.join(ROOT, "docs", page + ".md")],
                                  env=pf.environment(), stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False)
            self.assertEqual(done.returncode, 0, done.stdout)
