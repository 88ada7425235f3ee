"""The chest from the front and the upper back from behind."""

from enthesis.pictures.anatomy.shapes import Shape, area, band, line, pairs

# Where each rib ends at the side of the chest and where its cartilage begins: away from the midline, and down.
_RIBS = (
    ((128, 150), (84, 216)),
    ((222, 178), (118, 280)),
    ((290, 236), (140, 352)),
    ((330, 310), (158, 424)),
    ((352, 392), (176, 496)),
    ((364, 474), (196, 566)),
    ((370, 556), (218, 636)),
    ((372, 634), (246, 698)),
    ((368, 708), (276, 752)),
)
_AT_STERNUM = (214, 278, 340, 398, 452, 500, 540)


def chest_front() -> tuple[Shape, ...]:
    """Both sides, the patient's right on the viewer's left."""
    return (
        area(
            "skin",
            "414,-30! 410,30 380,64 300,86 180,92 90,96 30,112 -30,150! -30,1030! 36,1030! 56,900 68,780 74,660 "
            "76,540 80,440! 88,560 102,700 126,820 140,900 148,1030! 852,1030! 860,900 874,820 898,700 912,560 "
            "920,440! 924,540 926,660 932,780 944,900 964,1030! 1030,1030! 1030,150! 970,112 910,96 820,92 700,86 "
            "620,64 590,30 586,-30!",
        ),
        *pairs(*_ribs_behind()),
        *pairs(*_ribs(), *_cartilages()),
        area(
            "bone",
            "500,166 540,160 580,168 592,188 578,220 556,250 540,268 556,300 562,360 558,430 548,500 530,540 500,550 "
            "470,540 452,500 442,430 438,360 444,300 460,268 444,250 422,220 408,188 420,168 460,160",
        ),
        line("bone-line", "460,268 500,274 540,268"),
        *(line("bone-line", f"448,{y} 500,{y + 4} 552,{y}") for y in (336, 398, 454)),
        area("cartilage", "486,548 500,552 514,548 512,590 500,626 488,590"),
        *pairs(
            area(
                "bone",
                "580,176 600,148 640,142 700,152 780,142 860,116 940,104 1030,110! 1030,146! 940,138 870,152 790,178 "
                "710,188 640,182 600,192",
            ),
            line("bone-line", "610,158 700,166 790,156 880,130"),
        ),
    )


def _ribs() -> tuple[Shape, ...]:
    shapes = []
    for number, ((side, high), (end, low)) in enumerate(_RIBS):
        first = number == 0
        across, down = 500 + (side + end) * 0.56 + 14, (high + low) / 2 + (4 if first else 26)
        round_the_side = (
            f"{490 + side},{high - 10} {496 + side},{high - 4}"
            if first
            else f"{474 + side},{high - 34} {496 + side},{high - 16}"
        )
        forward = f"{500 + side},{high + 6} {across},{down} {500 + end},{low}"
        shapes.append(band("bone", f"{round_the_side} {forward}", 8, 27, 32))
    return tuple(shapes)


def _ribs_behind() -> tuple[Shape, ...]:
    return tuple(
        band("bone-behind", f"540,{y - 34} 620,{y - 40} 720,{y - 20} {500 + side - 8},{high - 30}", 18, 22, 20)
        for ((side, high), _), y in zip(_RIBS[2:], (196, 262, 330, 402, 476, 552, 628), strict=True)
    )


def _cartilages() -> tuple[Shape, ...]:
    shapes = [
        band("cartilage", f"{500 + end - 4},{low} {500 + (end + 46) / 2},{(low + y) / 2 + 6} 546,{y}", 32, 28, 24)
        for (_, (end, low)), y in zip(_RIBS[:5], _AT_STERNUM[:5], strict=True)
    ]
    shapes.append(band("cartilage", "692,566 640,590 600,560 534,508", 32, 28, 22))
    shapes.append(band("cartilage", "716,636 664,664 610,620 526,540", 32, 30, 22))
    shapes.append(band("cartilage", "744,700 706,718 672,690 650,662", 30, 26, 18))
    shapes.append(band("cartilage", "774,754 744,764 716,744 698,720", 26, 22, 14))
    return tuple(reversed(shapes))


def upper_back() -> tuple[Shape, ...]:
    """Both sides, the patient's right on the viewer's right."""
    return (
        area(
            "skin",
            "418,-30! 412,20 380,56 300,80 190,98 90,124 30,176 -30,270! -30,1030! 60,1030! 84,900 100,780 104,660 "
            "98,540 88,440! 110,560 124,700 136,820 142,900 144,1030! 856,1030! 858,900 864,820 876,700 890,560 "
            "912,440! 902,540 896,660 900,780 916,900 940,1030! 1030,1030! 1030,270! 970,176 910,124 810,98 700,80 "
            "620,56 588,20 582,-30!",
        ),
        *pairs(*(_rib_behind(at) for at in range(11))),
        *(shape for at in reversed(range(12)) for shape in _thoracic(at)),
        *pairs(*_shoulder_blade()),
    )


def _rib_behind(at: int) -> Shape:
    y = 96 + 72 * at
    side = (150, 216, 262, 296, 318, 332, 340, 344, 342, 334, 300)[at]
    drop = (30, 52, 80, 100, 116, 126, 132, 134, 130, 120, 96)[at]
    return band(
        "bone-behind",
        f"536,{y - 14} 590,{y - 18} {500 + side * 0.6},{y + drop * 0.16} "
        f"{500 + side * 0.86},{y + drop * 0.55} {500 + side},{y + drop + 24}",
        16,
        26,
        24,
    )


def _thoracic(at: int) -> tuple[Shape, ...]:
    shapes = (
        *pairs(area("bone", "530,-10 556,-24 584,-30 596,-20 590,-4 564,6 536,12")),
        area("bone", "500,-34 524,-36 540,-22 540,8 528,26 512,34 500,36 488,34 472,26 460,8 460,-22 476,-36"),
        area("bone", "500,-22 509,-6 511,36 507,62 500,68 493,62 489,36 491,-6"),
    )
    return tuple(shape.moved(0, 96 + 72 * at) for shape in shapes)


def _shoulder_blade() -> tuple[Shape, ...]:
    return (
        area(
            "bone",
            "662,178 690,166 740,170 790,180 826,196 842,224 838,262 824,296 800,344 772,400 742,458 716,494 698,506 "
            "684,490 668,440 656,380 650,310 650,240",
        ),
        line("bone-line", "672,200 664,260 664,330 676,410 694,476"),
        area(
            "bone",
            "654,262 674,250 720,238 780,212 830,182 880,156 926,156 948,180 940,200 910,190 876,196 830,222 780,246 "
            "720,266 676,280",
        ),
        area(
            "bone",
            "846,210 880,198 910,206 930,236 934,280 930,340 926,440 924,520! 880,520! 880,440 876,350 862,310 "
            "846,280 836,240",
        ),
        line("bone-line", "852,224 858,270 872,306"),
    )
