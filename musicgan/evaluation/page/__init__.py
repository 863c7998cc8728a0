"""A report as one HTML file that opens without a network."""

from collections.abc import Sequence
from html import escape
from pathlib import Path

from musicgan.evaluation.intervals import Estimate
from musicgan.evaluation.page import charts
from musicgan.evaluation.report import (
    AVERAGE,
    CONTROL,
    ENGINE,
    REAL,
    Report,
    Result,
    differences,
)

_PLOTTED_ENGINES = 4
"""More lines than these in a small plot can't be told apart."""

_NONE = "–"

_MEANINGS = {
    "C2ST": "Accuracy of the harder of two judges at telling this music from real music "
    "(classifier two-sample test, Lopez-Paz & Oquab 2017), in %, with its 95 % interval over "
    "works. 50 is perfect. Folds are by work, conditions and lengths are those of the real "
    "excerpts. Of real music: one half of the works against the other.",
    "nats": "Negative log-likelihood of a note of held-out music; lower is better. Engines that "
    "don't state a likelihood have none.",
    "overlap": "Common area of the distributions of real music and of this, in %, the mean of the "
    "measures below; each style by itself, real halves of the works against the others.",
    "style": "Excerpts whose style a classifier recognises that learned it from real music to "
    "learn from, in %. It is told neither instruments nor meter nor tempo.",
    "key": "Music whose key profile (Krumhansl & Kessler 1982) names the asked key, in %; of real "
    "music: the key of its piece.",
    "chords": "Sounding time of pitched notes that belongs to the asked chords, in %. Of real "
    "music: under its known chords, part of which are estimated from the notes.",
    "alike": "Similarity of several takes of one request, in % (runs of four melodic or drum "
    "steps, weighted Jaccard); of real and wrong music: of works of one style. Much more than "
    "real is a collapse.",
    "repeats": "Likeness of a bar to the likest bar before it, in %.",
    "run": "95th percentile over excerpts of the longest melodic run (interval and time) that "
    "also stands in the music to learn from, in steps.",
    "s a bar": "Seconds to write a bar of a single take, engine loaded, alone.",
    "MB": "Peak memory of the process that does so.",
}

_PAPERS = {
    "EB": "share of empty bars of a track, %",
    "UPC": "pitch classes used in a bar",
    "QN": "notes of a 32nd or longer, %",
    "DP": "drum notes in 16-beat patterns, %",
    "TD": "tonal distance between tracks (Harte 2006)",
}


def page(report: Report) -> str:
    """The whole report; nothing in it is loaded from elsewhere."""
    style = Path(__file__).with_name("style.css").read_text(encoding="utf-8")
    sections = (
        _head(report),
        _glance(report),
        _by_style(report),
        _differences(report),
        _distributions(report),
        _papers(report),
        _control(report),
        _variety(report),
        _examples(report),
        _sanity(report),
        _provenance(report),
    )
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>musicgan evaluation</title><style>{style}</style></head>"
        f"<body><main>{''.join(sections)}</main></body></html>\n"
    )


def _head(report: Report) -> str:
    judged = [style for style in report.styles if not style.missing]
    engines = report.of_kind(ENGINE)
    works, excerpts = sum(s.works for s in judged), sum(s.excerpts for s in judged)
    missing = "; ".join(f"{s.style}: {s.missing}" for s in report.styles if s.missing)
    left_out = f"<p class='soft'>Without a figure: {escape(missing)}.</p>" if missing else ""
    return (
        "<h1>How well takes pass for real music</h1>"
        f"<p class='soft'>{_count(len(engines), 'engine')} against {works} held-out works "
        f"({excerpts} excerpts) of {_count(len(judged), 'style')}: "
        f"{escape(', '.join(style.style for style in judged))}. {escape(report.created[:10])}.</p>"
        f"{left_out}"
    )


def _glance(report: Report) -> str:
    rows = []
    for result in report.results:
        average, asked, speed = result.average, result.adherence, result.speed
        areas = [overlap.area for overlap in result.overlaps.values()]
        rows.append(
            [
                _estimate(average.c2st) if average else _NONE,
                f"{average.nats.value:.2f}" if average and average.nats else _NONE,
                _percent(sum(areas) / len(areas) if areas else None),
                _percent(result.recognised),
                _percent(asked.key_heard if asked else None),
                _percent(asked.chord_tones if asked else None),
                _percent(result.variety.similarity, 1),
                _percent(result.variety.repetition),
                f"{result.copying['melodic'].high:.0f}",
                f"{speed.seconds_a_bar:.3f}" if speed else _NONE,
                f"{speed.megabytes:.0f}" if speed and speed.megabytes else _NONE,
            ]
        )
    judged = [result for result in report.results if result.average]
    plot = charts.accuracies(
        [(r.label, _colour(report, r), r.average.c2st) for r in judged if r.average],
        judged[0].average.c2st if judged and judged[0].average else Estimate(0.5, 0.5, 0.5),
    )
    return (
        "<h2>At a glance</h2>"
        "<p class='soft'>Accuracy of the harder judge: the nearer to 50 %, the less the music can "
        "be told from real music. The grey band is real against other real music.</p>"
        f"<div class='panel'>{plot}</div><h3>All figures</h3>"
        f"<div class='panel'>{_table(report, list(_MEANINGS), rows, _MEANINGS)}</div>"
    )


def _by_style(report: Report) -> str:
    judged = [result for result in report.results if result.rows]
    names = list(judged[0].rows[0].judges) if judged else []
    tables = []
    for title, pick in [("C2ST", None), *((f"{name} judge", name) for name in names)]:
        body = []
        for lines in zip(*(result.rows for result in judged), strict=True):
            cells = []
            for row in lines:
                figure = row.judges[pick] if pick else row.c2st
                cells.append(_heat(figure.value, _estimate(figure, brief=pick is not None)))
            name = f"<b>{AVERAGE}</b>" if lines[0].style == AVERAGE else escape(lines[0].style)
            body.append(f"<tr><td>{name}</td><td>{lines[0].works}</td>{''.join(cells)}</tr>")
        heads = "".join(f"<th>{escape(result.label)}</th>" for result in judged)
        tables.append(
            f"<h3>{escape(title)}</h3><div class='panel'><table><thead><tr><th>style</th>"
            f"<th>works</th>{heads}</tr></thead><tbody>{''.join(body)}</tbody></table></div>"
        )
    return f"<h2>Judges by style</h2>{''.join(tables)}"


def _differences(report: Report) -> str:
    engines = report.of_kind(ENGINE)
    if len(engines) < 2:
        return ""
    first, *others = engines
    body = []
    for other in others:
        row = differences(first, other, 0)[-1]
        cells = "".join(f"<td>{_signed(figure)}</td>" for figure in row.judges.values())
        nats = _signed(row.nats, 1, 3) if row.nats else _NONE
        body.append(
            f"<tr><td>{escape(first.label)} less {escape(other.label)}</td>{cells}"
            f"<td>{nats}</td></tr>"
        )
    heads = "".join(f"<th>{escape(judge)}, points</th>" for judge in first.works[0].right)
    return (
        f"<h2>{escape(first.label)} against the others</h2>"
        "<p class='soft'>Accuracy of each judge less that on the other engine, on the same "
        "works; below 0, this engine passes better. Where the interval leaves out 0, the "
        "difference is more than chance in the works.</p>"
        f"<div class='panel'><table><thead><tr><th></th>{heads}<th>nats a note</th></tr></thead>"
        f"<tbody>{''.join(body)}</tbody></table></div>"
    )


def _distributions(report: Report) -> str:
    real = report.results[0]
    names = list(real.overlaps)
    body = "".join(
        f"<tr><td>{escape(name)}</td>"
        + "".join(_overlap_cell(r, name, real.overlaps[name].area) for r in report.results)
        + "</tr>"
        for name in names
    )
    heads = "".join(f"<th>{escape(result.label)}</th>" for result in report.results)
    shown = report.of_kind(ENGINE)[:_PLOTTED_ENGINES]
    legend = "".join(
        f"<span><i class='key' style='background:{_colour(report, result)}'></i>"
        f"{escape(result.label)}</span>"
        for result in (real, *shown)
    )
    others = [result.label for result in report.of_kind(ENGINE)[_PLOTTED_ENGINES:]]
    left_out = f"<span>not drawn: {escape(', '.join(others))}</span>" if others else ""
    plots = "".join(
        f"<figure><figcaption>{escape(name)}</figcaption>"
        + charts.distribution(
            real.counts[name],
            [(_colour(report, r), r.counts[name]) for r in shown if r.counts[name]],
        )
        + "</figure>"
        for name in names
        if real.counts[name]
    )
    return (
        "<h2>Distributions</h2>"
        "<p class='soft'>Overlapping area with real music in %, and beside it the Kullback-Leibler "
        "divergence from real music in nats. Real music against other real music shows what so "
        "few works can reach.</p>"
        f"<div class='panel'><table><thead><tr><th></th>{heads}</tr></thead>"
        f"<tbody>{body}</tbody></table></div>"
        f"<h3>Shares, averaged over styles</h3><div class='legend'>{legend}{left_out}</div>"
        f"<div class='panel'><div class='plots'>{plots}</div></div>"
    )


def _papers(report: Report) -> str:
    scales = {"EB": 100, "UPC": 1, "QN": 100, "DP": 100, "TD": 1}
    names = list(report.results[0].musegan)
    rows = [
        [
            _NONE if (value := result.musegan[name]) is None else f"{scales[name] * value:.2f}"
            for name in names
        ]
        for result in report.results
    ]
    return (
        "<h2>MuseGAN's measures</h2>"
        "<p class='soft'>After Dong et al., AAAI 2018. The nearer to real music, the better.</p>"
        f"<div class='panel'>{_table(report, names, rows, _PAPERS)}</div>"
    )


def _control(report: Report) -> str:
    asked = [result for result in report.results if result.adherence]
    wishes = list(dict.fromkeys(w for r in asked if r.adherence for w in r.adherence.kept))
    manners = list(dict.fromkeys(m for r in asked if r.adherence for m in r.adherence.manners))
    if not wishes:
        return ""
    kept, heard = [], []
    for result in asked:
        found = result.adherence
        assert found is not None
        if found.kept:
            kept.append([_percent(found.kept.get(wish)) for wish in wishes])
        correlations = (found.manners.get(name) for name in manners)
        heard.append(
            [
                _percent(found.key_heard),
                _percent(found.chord_tones),
                _percent(result.recognised),
                *(_NONE if value is None else f"{value:.2f}" for value in correlations),
            ]
        )
    heads = ["key heard", "chord tones", "style", *manners]
    engines = [result for result in asked if result.adherence and result.adherence.kept]
    takes = max(r.adherence.takes for r in engines if r.adherence)
    return (
        "<h2>Does it do as it is told?</h2>"
        f"<p class='soft'>{takes} random requests, the same for every engine: shares that are "
        "kept, in %.</p>"
        f"<div class='panel'>{_table(report, wishes, kept, results=engines)}</div>"
        "<p class='soft below'>What is heard of key, chords and style, in %; then the rank "
        "correlation of the asked level and the measured figure among requests for the same style "
        "and instruments, where 1 is perfect and 0 is no control.</p>"
        f"<div class='panel'>{_table(report, heads, heard, results=asked)}</div>"
    )


def _variety(report: Report) -> str:
    heads = [
        "takes alike", "bars repeat", "distinct runs", "melodic run", "95 %", "longest", "beyond",
        "harmonic run", "95 %", "longest", "beyond",
    ]  # fmt: skip
    rows = []
    for result in report.results:
        runs = []
        for found in result.copying.values():
            runs += [f"{found.mean:.1f}", f"{found.high:.0f}", f"{found.longest}"]
            runs.append(_percent(found.beyond))
        rows.append(
            [
                _percent(result.variety.similarity, 1),
                _percent(result.variety.repetition),
                _percent(result.variety.distinct),
                *runs,
            ]
        )
    return (
        "<h2>Variety and copying</h2>"
        "<p class='soft'>Similarities in %. Runs are the longest that an excerpt shares with the "
        "music to learn from, in steps: mean, 95th percentile, longest (64 or more is not told "
        "apart), and the share of excerpts beyond the 95th percentile of held-out real music, "
        "which is about 5 % by chance. More than that is copying.</p>"
        f"<div class='panel'>{_table(report, heads, rows)}</div>"
    )


def _examples(report: Report) -> str:
    examples = report.results[0].examples
    if not examples:
        return ""
    cells = [
        f"<figure><figcaption><b>{escape(result.label)}</b> · {escape(example.style)}"
        f"</figcaption>{charts.roll(example)}</figure>"
        for result in report.results
        for example in result.examples
    ]
    titles = "; ".join(f"{e.style}: {e.title}" for e in examples)
    columns = f"grid-template-columns:repeat({len(examples)},minmax(0,1fr))"
    return (
        "<h2>Examples</h2>"
        f"<p class='soft'>The first excerpt of each style, not chosen: {escape(titles)}. Engines "
        "were given its conditions; a colour is a track, drums lie at the bottom.</p>"
        f"<div class='panel'><div class='rolls' style='{columns}'>{''.join(cells)}</div></div>"
    )


def _sanity(report: Report) -> str:
    """What the measures notice of music that is known to be right or wrong."""
    controls = report.of_kind(CONTROL)
    if not controls:
        return ""
    real = report.results[0]
    claims = []
    if real.average:
        value = real.average.c2st.value
        claims.append(("Real music is not told from other real music (50 ± 4 %)",
                       f"{100 * value:.0f} %", abs(value - 0.5) <= 0.04))  # fmt: skip
    for result in controls:
        if result.average:
            value = result.average.c2st.value
            claims.append((f"{result.label}: told from real music (above 60 %)",
                           f"{100 * value:.0f} %", value > 0.6))  # fmt: skip
        else:
            share = result.copying["melodic"].beyond
            claims.append((f"{result.label}: noticed as copies (most excerpts beyond real music)",
                           f"{100 * share:.0f} %", share > 0.5))  # fmt: skip
    body = "".join(
        f"<tr><td class='text'>{escape(claim)}</td><td>{figure}</td>{_verdict(holds)}</tr>"
        for claim, figure, holds in claims
    )
    return (
        "<h2>Can the measures be trusted?</h2>"
        "<p class='soft'>Music that is known to be right or wrong goes the same way as the "
        "engines'.</p>"
        f"<div class='panel'><table><tbody>{body}</tbody></table></div>"
    )


def _provenance(report: Report) -> str:
    models = "".join(
        f"<dt>{escape(r.label)}</dt><dd>{escape(r.model)}, {r.steps:,} steps, the last of the "
        f"{escape(r.phase)} phase</dd>"
        for r in report.of_kind(ENGINE)
    )
    settings = "".join(
        f"<dt>{escape(name)}</dt><dd>"
        f"{escape(', '.join(value) if isinstance(value, list) else str(value))}</dd>"
        for name, value in report.settings.items()
        if value not in ([], None)
    )
    versions = ", ".join(f"{name} {version}" for name, version in report.versions.items())
    meanings = "".join(
        f"<dt>{escape(name)}</dt><dd>{escape(text)}</dd>" for name, text in _MEANINGS.items()
    )
    return (
        "<h2>What the columns mean</h2>"
        f"<div class='panel'><dl>{meanings}</dl></div>"
        "<h2>How this was made</h2>"
        f"<div class='panel'><pre>{escape(report.command)}</pre></div><h3>Models</h3>"
        f"<div class='panel'><dl>{models}</dl></div><h3>Settings</h3>"
        f"<div class='panel'><dl>{settings}<dt>versions</dt><dd>{escape(versions)}</dd>"
        f"<dt>made</dt><dd>{escape(report.created)}</dd>"
        f"<dt>time</dt><dd>{report.seconds / 60:.0f} minutes in the last run</dd></dl></div>"
    )


# ---- parts ----------------------------------------------------------------------------------


def _table(
    report: Report,
    heads: Sequence[str],
    rows: Sequence[Sequence[str]],
    meanings: dict[str, str] | None = None,
    results: Sequence[Result] | None = None,
) -> str:
    """A row a result; cells are HTML already, unless they are plain figures."""
    known = meanings or {}
    top = "".join(f'<th title="{escape(known.get(h, ""))}">{escape(h)}</th>' for h in heads)
    body = []
    before = ""
    for result, cells in zip(results or report.results, rows, strict=True):
        first = " first-control" if result.kind == CONTROL != before else ""
        before = result.kind
        data = "".join(cell if cell.startswith("<td") else f"<td>{cell}</td>" for cell in cells)
        body.append(
            f"<tr class='{result.kind}{first}'><td>"
            f"<i class='key' style='background:{_colour(report, result)}'></i>"
            f"{escape(result.label)}</td>{data}</tr>"
        )
    return f"<table><thead><tr><th></th>{top}</tr></thead><tbody>{''.join(body)}</tbody></table>"


def _overlap_cell(result: Result, name: str, best: float) -> str:
    overlap = result.overlaps.get(name)
    if overlap is None:
        return f"<td>{_NONE}</td>"
    lost = max(0.0, best - overlap.area)
    return _heat(0.5 + lost, f"{100 * overlap.area:.0f} <small>{overlap.divergence:.2f}</small>")


def _heat(accuracy: float, text: str) -> str:
    """A cell that is the redder the further an accuracy is from 0.5."""
    return (
        f"<td style='background:rgba(var(--heat),{min(max(accuracy - 0.5, 0), 0.5):.2f})'>"
        f"{text}</td>"
    )


def _verdict(holds: bool) -> str:
    return "<td class='good'>holds</td>" if holds else "<td class='bad'>does not hold</td>"


def _colour(report: Report, result: Result) -> str:
    if result.kind == REAL:
        return "var(--real)"
    if result.kind == CONTROL:
        return "var(--soft)"
    place = [other.label for other in report.of_kind(ENGINE)].index(result.label)
    return f"var(--c{place % 8})"


def _estimate(figure: Estimate, brief: bool = False) -> str:
    value = f"{100 * figure.value:.0f}"
    if brief:
        return value
    return f"{value} <small>{100 * figure.low:.0f}–{100 * figure.high:.0f}</small>"


def _signed(figure: Estimate, scale: float = 100, digits: int = 1) -> str:
    value, low, high = (scale * x for x in (figure.value, figure.low, figure.high))
    sure = "good" if high < 0 else "bad" if low > 0 else "soft"
    return (
        f"<span class='{sure}'>{value:+.{digits}f}</span> "
        f"<small>{low:+.{digits}f} to {high:+.{digits}f}</small>"
    )


def _percent(share: float | None, digits: int = 0) -> str:
    return _NONE if share is None else f"{100 * share:.{digits}f}"


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
