"""Tables in Markdown: the first column to the left, figures to the right."""


def table(heads, rows):
    lines = [heads, ["---"] + ["---:"] * (len(heads) - 1), *rows]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines) + "\n"


def figure(value, digits=1):
    return "–" if value is None else f"{value:,.{digits}f}"
