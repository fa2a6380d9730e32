"""Code 128 of digits: pairs in set C, a last single digit in set B.  Source: ISO/IEC 15417."""

START_C, TO_B, STOP = 105, 100, 106
QUIET = 10
"""Empty modules that readers want on each side."""

# Widths of bar, space, bar, space, bar, space of each value.
_WIDTHS = [
    "212222",
    "222122",
    "222221",
    "121223",
    "121322",
    "131222",
    "122213",
    "122312",
    "132212",
    "221213",
    "221312",
    "231212",
    "112232",
    "122132",
    "122231",
    "113222",
    "123122",
    "123221",
    "223211",
    "221132",
    "221231",
    "213212",
    "223112",
    "312131",
    "311222",
    "321122",
    "321221",
    "312212",
    "322112",
    "322211",
    "212123",
    "212321",
    "232121",
    "111323",
    "131123",
    "131321",
    "112313",
    "132113",
    "132311",
    "211313",
    "231113",
    "231311",
    "112133",
    "112331",
    "132131",
    "113123",
    "113321",
    "133121",
    "313121",
    "211331",
    "231131",
    "213113",
    "213311",
    "213131",
    "311123",
    "311321",
    "331121",
    "312113",
    "312311",
    "332111",
    "314111",
    "221411",
    "431111",
    "111224",
    "111422",
    "121124",
    "121421",
    "141122",
    "141221",
    "112214",
    "112412",
    "122114",
    "122411",
    "142112",
    "142211",
    "241211",
    "221114",
    "413111",
    "241112",
    "134111",
    "111242",
    "121142",
    "121241",
    "114212",
    "124112",
    "124211",
    "411212",
    "421112",
    "421211",
    "212141",
    "214121",
    "412121",
    "111143",
    "111341",
    "131141",
    "114113",
    "114311",
    "411113",
    "411311",
    "113141",
    "114131",
    "311141",
    "411131",
    "211412",
    "211214",
    "211232",
    "2331112",
]


def values_of(digits: str) -> list[int]:
    """Return the symbol values of ASCII digits, start, check and stop included."""
    even = len(digits) // 2 * 2
    values = [START_C, *(int(digits[at : at + 2]) for at in range(0, even, 2))]
    if even < len(digits):
        values += [TO_B, ord(digits[-1]) - 32]
    check = (values[0] + sum(place * value for place, value in enumerate(values[1:], 1))) % 103
    return [*values, check, STOP]


def bars(digits: str) -> list[tuple[int, int]]:
    """Return the bars as (first module, modules), and nothing for the spaces between."""
    found, at = [], 0
    for value in values_of(digits):
        for place, width in enumerate(_WIDTHS[value]):
            if place % 2 == 0:
                found.append((at, int(width)))
            at += int(width)
    return found


def width_of(digits: str) -> int:
    """Return the modules of a code, quiet zones left out."""
    first, wide = bars(digits)[-1]
    return first + wide
