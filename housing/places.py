"""The homes of the demo landlord: invented towns, streets, postcodes and UPRNs.

The outward codes end in 99: if Royal Mail uses such a code at all, it is for bulk post and not for homes.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass

#: town and outward code; a patch for each
TOWNS = (
    ("Corvestoke", "SY99"),
    ("Arrowhampton", "HR99"),
    ("Temebourne", "WR99"),
    ("Onnyhurst", "SY99"),
    ("Luggenhall", "HR99"),
    ("Salwarstow", "WR99"),
    ("Clunmarsh", "SY99"),
    ("Fromeleigh Cross", "HR99"),
)


def _names(text: str) -> tuple[str, ...]:
    return tuple(text.split("|"))


STREETS = _names(
    "Osier Bank|Curlewfold Road|Fuller's Garth|Pippin Drove|Hopkiln Row|Tannersfield Way|Lapwing Leys|"
    "Quillet Lane|Damson Pitch|Perrymill Close|Sallowbed Road|Wimberry Rise|Limeburner's Way|"
    "Cidermaker's Close|Teaselmoor Road|Sheepwash Rise|Yarrowfield|Marlpit Crescent|Hazelstub Lane|"
    "Ropewalk End|Swiftscliff Avenue|Bellfounder's Row|Nailer's Hill|Glover's Reach|Waterlade Road|"
    "Fieldfare Walk|Bracken Pleck|Medlar Grove|Redstart Drive|Oatfield Green|Cornmill Leat|Bilberry Gardens|"
    "Dyer's Stile|Wagtail Close|Larchpole Road|Coppicewood Way|Mistletoe Row|Ploughshare Road|Thatcher's Turn|"
    "Dipper Lane|Quarryman's Rise|Buzzard Croft|Orchardleigh Road|Sorrel Bank|Dovecote Leys|Harebell Drive|"
    "Wheelwright's Yard|Kestrelgate|Nettlebed Row|Stonechat Way|Charcoal Lane|Merestone Road|Cowslip Hay|"
    "Barleymow Crescent|Saddler's Fold|Whinberry Close|Goosefoot Lane|Millrace Gardens|Shearling Way|"
    "Tumbling Bay"
)
BLOCKS = _names(
    "Wren House|Teasel Court|Bramley House|Foxglove Court|Plover House|Alder Court|Costard House|Swallow Court|"
    "Quince House|Campion Court|Dunnock House|Hawthorn Court|Russet House|Linnet Court|Bryony House|"
    "Rowan Court|Siskin House|Codlin Court|Tansy House|Nuthatch Court|Spindle House|Martin Court|Comfrey House|"
    "Sedge Court|Pomona House|Whitethorn Court|Heron House|Clover Court|Goldcrest House|Aspen Court|"
    "Woodruff House|Yaffle Court|Bullace House|Turnstone Court"
)
HOUSES_IN_A_STREET = 22
FLATS_IN_A_BLOCK = 20

#: letters that the second half of a postcode may hold
_LETTERS = "ABDEFGHJLNPQRSTUWXYZ"


@dataclass(frozen=True, slots=True)
class Home:
    """One home and the patch (counted from 1, by town) it lies in."""

    uprn: str
    line: str
    town: str
    postcode: str
    patch: int
    flat: bool


def homes(rng: random.Random) -> list[Home]:
    """All 2,000 homes: sixty streets of houses, then 34 blocks of flats, each with a postcode of its own."""
    postcodes = _postcodes(rng)
    uprns = iter(rng.sample(range(999_010_000_000, 999_019_999_999), 2_000))
    found: list[Home] = []
    for number, (place, lines) in enumerate(_lines(rng)):
        patch = place % len(TOWNS)
        town, outward = TOWNS[patch]
        postcode = f"{outward} {postcodes[number]}"
        flat = number >= len(STREETS)
        found.extend(Home(str(next(uprns)), line, town, postcode, patch + 1, flat) for line in lines)
    return found


def _lines(rng: random.Random) -> Iterator[tuple[int, list[str]]]:
    """The first lines of the addresses of each street and block, with the number of the street."""
    doors = [number for number in range(1, 60) if number != 13]
    for place, street in enumerate(STREETS):
        numbers = sorted(rng.sample(doors, HOUSES_IN_A_STREET))
        yield place, [f"{number} {street}" for number in numbers]
    for place, block in enumerate(BLOCKS):
        where = f"{block}, {STREETS[place]}"
        yield place, [f"Flat {number}, {where}" for number in range(1, FLATS_IN_A_BLOCK + 1)]


def _postcodes(rng: random.Random) -> list[str]:
    """The second halves, all different."""
    every = [f"{digit}{one}{two}" for digit in range(1, 10) for one in _LETTERS for two in _LETTERS]
    return rng.sample(every, len(STREETS) + len(BLOCKS))
