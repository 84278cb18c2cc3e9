"""Behaves as the pipelines of the Python system do; the name of the book decides how it ends."""
import os
import re
import sys
import zipfile


def ask():
    """A prompt, as on a terminal. Where there is none, the pipelines go on."""
    try:
        with open("/dev/tty") as terminal:
            terminal.readline()
    except OSError:
        pass
    if sys.stdin is not None and sys.stdin.isatty():
        input("Continue? ")


def write(folder, name, text):
    with zipfile.ZipFile(os.path.join(folder, name), "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("Book.XML", "<?xml version='1.0'?><book><title>%s</title></book>" % text)


def run(source, folder, flags):
    ask()
    for number in range(4000):  # 260 KB of noise
        print("WARNING: paragraph %06d was repaired; see the report for details" % number, file=sys.stderr)
    stem = re.sub(r"[^0-9A-Za-z_-]", "", os.path.splitext(os.path.basename(source))[0])
    write(folder, "pre_fixes_9780000000026.zip", "not yet repaired")
    if "silent" in stem:
        return
    if "early" not in stem:
        write(folder, "9780000000026.zip", "not validated")
    if "invalid" in stem:
        write(folder, stem + "_NEEDS_REVIEW.zip", "invalid")
    elif "early" in stem:
        write(folder, "9780000000026.zip", "from the early end")
    else:
        write(folder, stem + "_all_fixes.zip", "flags: " + " ".join(flags))
    if "twice" in stem:
        write(folder, "x_all_fixes.zip", "another")


if __name__ == "__main__":
    run(sys.argv[1], sys.argv[2], sys.argv[3:])
    sys.exit(0)
