"""Names that Python itself gives a meaning."""

_BUILTINS = """
abs aiter all anext any ascii bin bool bytearray bytes callable chr classmethod complex delattr dict divmod
enumerate filter float format frozenset getattr hasattr hash hex id input int isinstance issubclass iter len
list map max memoryview min next object oct open ord pow print property range repr reversed round set setattr
slice sorted staticmethod str sum tuple type zip Ellipsis NotImplemented ArithmeticError AssertionError
AttributeError BaseException BlockingIOError BrokenPipeError BufferError ChildProcessError
ConnectionAbortedError ConnectionError ConnectionRefusedError ConnectionResetError EOFError Exception
FileExistsError FileNotFoundError FloatingPointError GeneratorExit IOError ImportError IndentationError
IndexError InterruptedError IsADirectoryError KeyError KeyboardInterrupt LookupError MemoryError
ModuleNotFoundError NameError NotADirectoryError NotImplementedError OSError OverflowError PermissionError
ProcessLookupError RecursionError ReferenceError RuntimeError StopAsyncIteration StopIteration SyntaxError
SystemError SystemExit TabError TimeoutError TypeError UnboundLocalError UnicodeDecodeError UnicodeEncodeError
UnicodeError UnicodeTranslateError ValueError Warning ZeroDivisionError DeprecationWarning RuntimeWarning
UserWarning
"""
BUILTINS = frozenset(_BUILTINS.split())
"""The builtin names whose meaning does not depend on where they are called."""

_STANDARD = """
abc argparse ast asyncio base64 binascii bisect cmath collections colorsys concurrent configparser contextlib
contextvars copy csv ctypes dataclasses datetime decimal difflib enum errno fcntl filecmp fileinput fnmatch
fractions functools gc getpass glob graphlib grp gzip hashlib heapq hmac http io ipaddress itertools json
linecache logging lzma math mimetypes mmap multiprocessing operator os pathlib pickle plistlib posixpath pprint
pwd random re reprlib shelve shlex shutil signal smtplib socket sqlite3 ssl stat struct subprocess sys tarfile
tempfile textwrap threading time timeit tokenize tomllib types typing unicodedata urllib uuid weakref xml
zipfile zlib zoneinfo
"""
STANDARD = frozenset(_STANDARD.split())
"""Modules of the standard library that do not look at who calls them, and whose names others hardly have."""
