"""The tree-sitter grammar against the compiler, over the samples of the grammar and the examples.

    python3 editors/tree-sitter/test.py target/debug/treue

Every sample that the compiler accepts is parsed without an error, and every word is of the class that the language
server gives it: a word of the language is a keyword, and a name is a name, or a keyword where the word is both.
"""

import ctypes
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

import tree_sitter

ROOT = Path(__file__).resolve().parents[2]


def language():
    """The parser, compiled from its C text."""
    source = ROOT / "editors" / "tree-sitter" / "src"
    library = Path(tempfile.mkdtemp()) / "treue.so"
    command = ["cc", "-shared", "-fPIC", "-O1", "-I", str(source), str(source / "parser.c"), "-o", str(library)]
    subprocess.run(command, check=True)
    function = ctypes.CDLL(str(library)).tree_sitter_treue
    function.restype = ctypes.c_void_p
    capsule = ctypes.pythonapi.PyCapsule_New
    capsule.restype = ctypes.py_object
    capsule.argtypes = (ctypes.c_void_p, ctypes.c_char_p, ctypes.c_void_p)
    return tree_sitter.Language(capsule(function(), b"tree_sitter.Language", None))


class Server:
    """The language server."""

    def __init__(self, command):
        self.server = subprocess.Popen([command, "lsp"], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        encodings = {"general": {"positionEncodings": ["utf-8"]}}
        answer = self.ask("initialize", {"capabilities": encodings})
        self.legend = answer["capabilities"]["semanticTokensProvider"]["legend"]["tokenTypes"]
        self.number = 0

    def send(self, message):
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        self.server.stdin.write(b"Content-Length: %d\r\n\r\n" % len(body) + body)
        self.server.stdin.flush()

    def ask(self, method, params):
        self.send({"id": 1, "method": method, "params": params})
        while True:
            length = 0
            while line := self.server.stdout.readline().strip():
                if line.lower().startswith(b"content-length:"):
                    length = int(line.split(b":")[1])
            message = json.loads(self.server.stdout.read(length))
            if message.get("id") == 1:
                return message["result"]

    def words(self, text):
        """Start, end and class of every word."""
        self.number += 1
        uri = f"untitled:{self.number}"
        document = {"uri": uri, "languageId": "treue", "version": 1, "text": text.decode()}
        self.send({"method": "textDocument/didOpen", "params": {"textDocument": document}})
        data = self.ask("textDocument/semanticTokens/full", {"textDocument": {"uri": uri}})["data"]
        starts = [0]
        for line in text.split(b"\n"):
            starts.append(starts[-1] + len(line) + 1)
        line = character = 0
        for at in range(0, len(data), 5):
            down, right, length, kind, _ = data[at : at + 5]
            line, character = line + down, right if down else character + right
            yield starts[line] + character, starts[line] + character + length, self.legend[kind]


FITS = {
    "keyword": {"keyword", "field"},
    "string": {"text"},
    "comment": {"comment"},
    "number": {"number", "date", "time"},
    "property": {"field"},
}
NAMES = {"name", "keyword"}


def leaf(tree, start):
    """The node of a word: the outermost that starts there and is named, below pieces of several words."""
    node = tree.root_node.descendant_for_byte_range(start, start + 1)
    while node.parent and node.parent.type in ("keyword", "name", "field", "text", "comment", "number", "date", "time"):
        node = node.parent
    return node


def main():
    parser = tree_sitter.Parser(language())
    server = Server(os.path.abspath(sys.argv[1]))
    samples = sorted((ROOT / "grammar" / "samples" / "accept").glob("*.treue"))
    samples += sorted((ROOT / "examples").glob("*/*.treue"))
    passed = failed = 0
    for sample in samples:
        text = sample.read_bytes()
        tree = parser.parse(text)
        wrong = ["it is not parsed as a whole"] if tree.root_node.has_error else []
        for start, end, kind in server.words(text):
            found = leaf(tree, start)
            word = text[start:end].decode()
            # What an unread item would declare, the server cannot know; `tiers are kept` looks like a declaration.
            may_be_name = kind == "keyword" and found.type == "name" and found.parent.type == "declaration"
            if found.type not in FITS.get(kind, NAMES) and not may_be_name:
                wrong.append(f"`{word}` at byte {start} is {kind} for the server and {found.type} here")
        for why in wrong[:5]:
            print(f"{sample.relative_to(ROOT)}: {why}")
        passed, failed = passed + (not wrong), failed + bool(wrong)
    # However broken a text is, there is a tree.
    for sample in sorted((ROOT / "grammar" / "samples" / "reject").glob("*.treue")):
        parser.parse(sample.read_bytes())
    server.ask("shutdown", None)
    server.send({"method": "exit"})
    server.server.wait()
    print(f"tree-sitter: {passed} passed, {failed} failed")
    sys.exit(1 if failed or not passed else 0)


main()
