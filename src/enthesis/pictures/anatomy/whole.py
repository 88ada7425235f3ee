"""The whole body from the front and from behind, palms forward."""

from enthesis.pictures.anatomy.shapes import Shape, area, line, oval, pairs

# From the top of the head down the viewer's right side, round the hand and the foot, back to the crotch.
_HALF = (
    "500,24 530,29 549,52 552,84 548,106 538,128 531,138 531,158 536,170 556,180 590,188 614,198 630,218 637,250 "
    "640,290 646,330 656,372 668,412 676,450 681,488 686,508 698,522 712,544 720,562 714,566 702,556 698,560 706,590 "
    "712,618 706,622 698,600 694,596 698,626 695,632 688,630 684,602 681,600 682,630 676,634 671,630 668,600 665,600 "
    "666,620 661,624 656,614 653,580 655,548 659,520 658,500 648,460 636,420 622,380 612,340 604,300 600,284! "
    "597,310 588,350 580,384 579,410 588,440 598,470 605,510 606,550 600,600 590,650 582,690 580,716 585,750 586,790 "
    "578,840 568,890 564,916 570,940 580,960 580,972 566,976 540,976 532,968 532,950 534,930 534,910 530,870 522,820 "
    "518,780 520,740 522,712 520,690 516,650 510,600 505,550 502,522! 500,518!"
)


def front() -> tuple[Shape, ...]:
    """The patient's right on the viewer's left."""
    return (
        _outline(),
        *_hands_and_feet(),
        *pairs(
            line("figure-line", "538,166 526,178 510,188 503,196"),
            line("figure-line", "512,192 540,186 572,184 606,198"),
            line("figure-line", "600,284 594,270 596,248"),
            line("figure-line", "508,288 530,300 560,298 582,284 594,270"),
            line("figure-line", "590,470 566,496 536,514 512,522"),
            line("figure-line", "534,690 528,704 532,722"),
            line("figure-line", "566,690 573,704 569,722"),
            line("figure-line", "538,726 551,732 564,726"),
            line("figure-line", "622,384 636,388 650,380"),
            line("figure-line", "549,70 558,72 558,92 550,100"),
            oval("figure-line", 552, 278, 4, 4),
        ),
        line("figure-line", "500,198 500,290"),
        line("figure-line", "500,300 500,380"),
        oval("figure-line", 500, 408, 3, 5),
        *pairs(line("figure-line", "552,330 556,360 552,400 540,440")),
    )


def back() -> tuple[Shape, ...]:
    """The patient's right on the viewer's right."""
    return (
        _outline(),
        *_hands_and_feet(),
        line("figure-line", "500,150 500,440"),
        line("figure-line", "500,470 500,520"),
        *pairs(
            line("figure-line", "549,70 558,72 558,92 550,100"),
            line("figure-line", "504,142 520,140 532,132"),
            line("figure-line", "538,166 528,182 516,210 506,240"),
            line("figure-line", "520,226 522,262 530,292 544,310 556,290 566,262"),
            line("figure-line", "522,232 550,222 590,208"),
            line("figure-line", "600,284 594,262 596,244"),
            line("figure-line", "512,440 508,452"),
            line("figure-line", "502,522 520,530 550,530 580,516"),
            line("figure-line", "536,704 550,708 564,704"),
            line("figure-line", "534,690 530,704"),
            line("figure-line", "568,690 572,704"),
            line("figure-line", "552,760 552,810 546,850"),
            line("figure-line", "542,900 544,930 540,950"),
            line("figure-line", "560,900 559,930 562,950"),
            line("figure-line", "628,384 636,376 646,382"),
            line("figure-line", "506,446 540,440 576,442 590,452"),
        ),
    )


def _outline() -> Shape:
    right = area("figure", _HALF).points
    left = tuple((1000 - x, y, corner) for x, y, corner in reversed(right[1:-1]))
    return Shape("figure", (*right, *left), closed=True)


def _hands_and_feet() -> tuple[Shape, ...]:
    return tuple(
        pairs(
            line("figure-line", "660,516 672,520 686,510"),
            line("figure-line", "540,962 548,956 560,956 572,962"),
        )
    )
