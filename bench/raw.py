"""The least a program in a terminal can be: it answers each key with a screenful, 40 lines of 118 cells."""

import os
import sys
import termios
import tty

from bench.pty import LINES

MARKER = "raw terminal"


def main() -> None:
    """Read keys until there are none."""
    kept = termios.tcgetattr(0)
    tty.setraw(0)
    sys.stdout.write(f"\x1b[2J\x1b[H{MARKER}")
    sys.stdout.flush()
    number = 0
    while os.read(0, 16):
        number += 1
        sys.stdout.write("\x1b[H" + "\r\n".join(f"{number + line:<118}" for line in range(LINES)))
        sys.stdout.flush()
    termios.tcsetattr(0, termios.TCSADRAIN, kept)


if __name__ == "__main__":
    main()
