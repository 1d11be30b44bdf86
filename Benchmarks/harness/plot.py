"""Small pictures in SVG, in the colors of the reader's light or dark, each with its figures in words for those who see none.

Not one of the two writers in Swift: those draw days and terminals, and this has axes of another kind and no server to ask.
"""
from xml.sax.saxutils import escape

WIDTH, LEFT, RIGHT, TOP = 760, 260, 70, 58
COLORS = {"floor": "#8b949e", "nginx": "#3b82c4", "evergrant": "#2f9e6e"}
STYLE = """text { font: 12px system-ui, sans-serif; fill: #57606a } .title { font-size: 15px; font-weight: 600; fill: #1f2328 }
.figure { fill: #1f2328 } .ground { fill: #ffffff } .grid { stroke: #d0d7de } polyline { fill: none; stroke-width: 2 }
@media (prefers-color-scheme: dark) { .ground { fill: #0d1117 } text { fill: #9198a1 }
.title, .figure { fill: #f0f6fc } .grid { stroke: #3d444d } }"""


def bars(title, groups, unit):
    """Groups of bars: `{"HTTP/1.1": {"floor": 6.4, …}, …}`."""
    names = list(dict.fromkeys(name for group in groups.values() for name in group))
    most = max(value for group in groups.values() for value in group.values())
    y, parts = TOP, legend(names)
    for about, group in groups.items():
        parts.append(text(LEFT - 10, y + len(group) * 9 + 4, about, "end"))
        for name, value in group.items():
            width = value / most * (WIDTH - LEFT - RIGHT)
            parts.append(f'<rect x="{LEFT}" y="{y}" width="{width:.1f}" height="15" rx="2" fill="{COLORS[name]}"/>')
            parts.append(text(LEFT + width + 6, y + 12, f"{value:.3g} {unit}", "start", "figure"))
            y += 18
        y += 12
    return picture(title, parts, y + 8, f"{title}: {groups}")


def lines(title, series, unit, ticks):
    """Lines over evenly spaced `ticks`, each as many times the one before: `{"floor": [9.5, …], …}`."""
    names, height, left = list(series), 200, 60
    most = round_up(max(max(values) for values in series.values()))
    bottom = TOP + height
    x = lambda index: left + 20 + index * (WIDTH - left - 60) / max(1, len(ticks) - 1)
    y = lambda value: bottom - value / most * height
    parts = legend(names)
    for step in range(5):
        value = most * step / 4
        parts.append(f'<line class="grid" x1="{left}" x2="{WIDTH - 20}" y1="{y(value):.1f}" y2="{y(value):.1f}"/>')
        parts.append(text(left - 8, y(value) + 4, f"{value:.3g}", "end"))
    parts += [text(x(index), bottom + 20, tick, "middle") for index, tick in enumerate(ticks)]
    for name, values in series.items():
        points = " ".join(f"{x(index):.1f},{y(value):.1f}" for index, value in enumerate(values))
        parts.append(f'<polyline points="{points}" stroke="{COLORS[name]}"/>')
        parts += [f'<circle cx="{x(index):.1f}" cy="{y(value):.1f}" r="3.5" fill="{COLORS[name]}"/>'
                  for index, value in enumerate(values)]
    return picture(f"{title}, {unit}", parts, bottom + 36, f"{title}: {series} at {ticks}")


def legend(names):
    parts, x = [], 20
    for name in names:
        parts.append(f'<rect x="{x}" y="35" width="10" height="10" rx="2" fill="{COLORS[name]}"/>')
        parts.append(text(x + 15, 44, name, "start"))
        x += 35 + 7 * len(name)
    return parts


def round_up(value):
    """The next figure whose quarters are short to write."""
    return next(step * 10**power for power in range(-2, 9) for step in (4, 6, 8, 12, 20, 32) if step * 10**power >= value)


def text(x, y, words, anchor, kind=""):
    return f'<text class="{kind}" x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}">{escape(words)}</text>'


def picture(title, parts, height, description):
    body = "\n".join([text(20, 24, title, "start", "title"), *parts])
    return (f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height:.0f}" width="{WIDTH}" height="{height:.0f}" '
            f'role="img" aria-label="{escape(description, {chr(34): "&quot;"})}">\n<style>{STYLE}</style>\n'
            f'<rect class="ground" width="100%" height="100%" rx="10"/>\n{body}\n</svg>\n')
