"""What is typed at a device's shell: the loop that it is put into, and what it needs there.

The shell reads lines in a loop of its own, so that no prompt, history or line editing gets in
between. It takes each by its first character, and evaluates none that isn't checked first:

    =TEXT         a text begins
    :TEXT         and goes on
    .SUM          the text is shell words: evaluate them, if their checksum is SUM
    q_ LINE SUM   the text is an encoded command: run it, if the checksum of all is SUM
    t_ LINE SUM   the text is an encoded TPM command: the same, for the TPM
    p_ LINE       print the last answer again
    z_ LINE       print an empty answer, as a sign that all before it is read
    stationx      log out, or (with more behind it) begin a loop

All words are POSIX, and read alike by busybox ash, dash and bash.
"""

import shlex
from typing import Final

from station.links.console_check import CHECKS
from station.model.profile_console import ConsoleSettings

NODES: Final = ("/dev/tpmrm0", "/dev/tpm0")
PROGRAM: Final = "tpm2_send"
LEAVE: Final = "stationx"
READ_ON: Final = "y_"  # the rest of a response that didn't come at once

_PIECE: Final = 240  # with its sign and its end, of the 255 that POSIX grants a terminal's line
_ANSWER: Final = (
    'p_(){ echo "<$X.$1.$n.$k:$r:$X.$1>";};s_(){ set -- $(printf %s "$1"|$S);k=$1;};'
    'g_(){ s_ "$1$2$c";if [ "$k" = "$3" ];then n=$2;r=$({ eval "$4";printf :$?;}</dev/null|e_);'
    'else n=0;r=;fi;c=;s_ "$n$r";p_ $2;};'
    'q_(){ g_ q $1 $2 \'eval "$(d_)"\';};t_(){ g_ t $1 $2 "d_|$T";};'
    "s_ 0;z=$k;z_(){ r=;n=0;k=$z;p_ $1;};"
)
_BASE64: Final = (
    'if [ "$(echo YQ==|base64 -d 2>/dev/null)" = a ];'
    'then B=base64;d_(){ printf %s "$c"|base64 -d;};e_(){ base64;};else B=none;fi;'
)
_HEX: Final = (
    'B=hex;d_(){ printf "$c";};h=$(printf a|hexdump -v -e \'/1 "%02x"\' 2>/dev/null);'
    'if [ "$h" = 61 ];then e_(){ hexdump -v -e \'/1 "%02x"\';};'
    'elif [ "$(printf a|xxd -p 2>/dev/null)" = 61 ];then e_(){ xxd -p;};'
    'elif [ "$(printf a|od -An -v -tx1 2>/dev/null)" ];then e_(){ od -An -v -tx1;};'
    "else B=none;fi;"
)
# A node takes a command in one write and gives the response to one read. Where dd can't gather
# what a pipe brings in parts, one part is hoped for.
_NODE: Final = (
    "D=bs;printf a|dd obs=9 >/dev/null 2>&1&&D=obs;"
    "y_(){ dd bs=4096 count=1 <&3 2>/dev/null;};w_(){ dd $D=4096 2>/dev/null >&3&&y_;};"
)
# Opened in a shell below first, since one that can't open what `exec` is told may end.
_OPEN: Final = (
    'W=none;for f in %s;do if [ -c "$f" ];then if (exec 3<>"$f")2>/dev/null;then exec 3<>"$f";'
    'T=w_;W=node;break;fi;W=denied;[ -w "$f" ]&&W=busy;fi;done;'
)
_ANSWERED: Final = 'r="$B $W";s_ "$n$r";p_ $n'
# The session's leader ends with the shell, whatever it runs in, and neither writes its history:
# busybox's has some on disk already.
_LEAVING: Final = (
    'stationx(){ { h=$stationx;[ -s "$h" ]&&{ grep -v -e stationx -e "^:q!" "$h">"$h.$X";'
    '[ $? -lt 2 ]&&cat "$h.$X">"$h";rm -f "$h.$X";};stty sane;'
    "read -r a a a a a s a</proc/$$/stat;} 2>/dev/null;kill -9 $s $$;};"
)


def loop_lines(key: str) -> list[str]:
    """Return what puts a shell into its loop and has it say `<KEY:PROGRAM>`, a key of `CHECKS`.

    Before anything else the shell is told to keep no history. Within a loop, which a station may
    have left that died, they begin another.
    """
    checks = " ".join(shlex.quote(program) for program in CHECKS)
    first = (
        "stationx=${HISTFILE-${stationx-}};unset HISTFILE;stty sane -echo;"
        f"X={key};for S in {checks};do printf a|$S&&break;done>/dev/null 2>&1"
    )
    second = (
        'stationx=$stationx;echo "<$X:$S>";'
        "while IFS= read -r l;do case $l in =*)c=${l#=};;:*)c=$c${l#:};;"
        '.*)set -- $(printf %s "$c"|$S);[ "$1" = "${l#.}" ]&&eval "$c";;'
        '[pqtz]_*)$l;;stationx*)eval "$l";esac;done'
    )
    return [first, second]


def set_up_words(console: ConsoleSettings) -> str:
    """Return what the shell needs in its loop; its answer 1 says how it encodes, and its TPM.

    The first is `base64` or `none` as yet; the second `node`, `program` or `none`, or `denied` or
    `busy` where there is a node that can't be opened.
    """
    return _ANSWER + _BASE64 + _NODE + _way_to_the_tpm(console) + _LEAVING + "n=1;" + _ANSWERED


def hex_words() -> str:
    """Return what a shell without base64 needs; its answer 2 has `hex` in its place, or `none`."""
    return _HEX + "n=2;" + _ANSWERED


def _way_to_the_tpm(console: ConsoleSettings) -> str:
    if console.tpm_send is not None:
        return f"T={shlex.quote(console.tpm_send)};W=none;{_if_there(console.tpm_send)}"
    if console.tpm_node is not None:
        return _OPEN % console.tpm_node
    # A program may well close the node after each command, and a node that is closed forgets; but
    # it may also know a daemon that keeps the node busy.
    there = _if_there(PROGRAM)
    return _OPEN % " ".join(NODES) + f"case $W in none|busy)T={PROGRAM};{there}esac;"


def _if_there(program: str) -> str:
    words = program.split()
    return f"command -v {shlex.quote(words[0]) if words else '-'} >/dev/null&&W=program;"


def text_lines(text: str) -> list[str]:
    """Return the lines that bring a text of printable ASCII, none too long for any terminal."""
    pieces = [text[start : start + _PIECE] for start in range(0, len(text), _PIECE)] or [""]
    return [("=" if number == 0 else ":") + piece for number, piece in enumerate(pieces)]
