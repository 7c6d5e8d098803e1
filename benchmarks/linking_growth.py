"""How linking grows: wall time and peak memory at 10 thousand, 100 thousand and 1 million mentions.

    python benchmarks/linking_growth.py [SIZE …] [--folder DIR]

Releases are generated (one seed, so the same every time): 25 mentions each, a third of them people, and names as
releases have them: few are frequent, most rare (Zipf, a million mentions have some 200,000 distinct names), full names
first and surnames or initials after, ministries of countries, companies, abbreviations, places of the gazetteer and
villages that it lacks; one person in ten shares the surname and first name with another. Their rows go into parts
as a run writes them; then a process of its own per size does what a run does after its last release: reads the parts,
links, checks what linking gave and, with --tables, writes the tables. Peak memory is that of the whole process.
"""

from __future__ import annotations

import argparse
import itertools
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

import pyarrow as pa

from pipeline.linking.gazetteer import load_gazetteer
from pipeline.resources import natasha_data
from pipeline.tables.schema import PARTS, Table
from pipeline.tables.store import PartWriter, ReleaseKey, Store

SIZES = (10_000, 100_000, 1_000_000)
MENTIONS_PER_RELEASE = 25
# Of the names that a million mentions draw from; Zipf's tail leaves some of them unused.
PEOPLE, COMPANIES, VILLAGES = 110_000, 90_000, 60_000
BODIES = ("Министерство", "Комитет", "Агентство", "Управление", "Департамент", "Служба", "Центр", "Фонд")
MATTERS = ("обороны", "культуры", "печати", "транспорта", "связи", "торговли", "здравоохранения", "энергетики")
ROLES = ("министр", "посол", "депутат", "директор", "заместитель министра", "генерал-майор", "пресс-секретарь")


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    arguments.add_argument("sizes", nargs="*", type=int, default=list(SIZES), metavar="SIZE", help="mentions")
    arguments.add_argument("--folder", type=Path, help="where the parts go, and are found again (a temporary folder)")
    arguments.add_argument("--tables", action="store_true", help="write the tables too")
    arguments.add_argument("--measure", type=Path, help=argparse.SUPPRESS)
    options = arguments.parse_args()
    if options.measure:
        measure(options.measure, options.tables)
        return
    print("mentions   names      seconds: read  link  check  tables   peak MB: start  read  link  all")
    with tempfile.TemporaryDirectory() as temporary:
        for size in options.sizes:
            folder = (options.folder or Path(temporary)) / str(size)
            if not folder.is_dir():
                write_parts(size, folder)
            command = [sys.executable, __file__, "--measure", str(folder), *["--tables"] * options.tables]
            subprocess.run(command, check=True)


def measure(folder: Path, with_tables: bool) -> None:
    """Link the parts in `folder` and print one line."""
    from pipeline.engines.analysis import collector_off
    from pipeline.linking import link
    from pipeline.tables.derive import Workbench
    from pipeline.tables.exports import write_table
    from pipeline.tables.schema import TABLES

    store = Store.load(folder)
    load_gazetteer()
    peaks, clock = [peak()], [time.perf_counter()]
    with tempfile.TemporaryDirectory() as scratch:
        bench = Workbench(store, store.live(store.files).values(), Path(scratch))
        frames = bench.frames()
        counted = bench.connection.sql("SELECT count(*), count(DISTINCT normal) FROM mentions").fetchall()
        mentions, names = counted[0]
        peaks.append(peak())
        clock.append(time.perf_counter())
        with collector_off():
            linked = link(
                frames.pop("documents"), frames.pop("mentions"), frames.pop("roles"), frames.pop("abbreviations")
            )
        peaks.append(peak())
        clock.append(time.perf_counter())
        bench.take_linked(linked)
        del linked
        clock.append(time.perf_counter())
        if with_tables:
            bench.take_history(Path(scratch) / "none")
            bench.take_errors([])
            for name, table in TABLES.items():
                write_table(table, bench.final(name), Path(scratch), ("csv", "parquet"), "standard")
        clock.append(time.perf_counter())
        peaks.append(peak())
        bench.close()
    seconds = [after - before for before, after in itertools.pairwise(clock)]
    print(
        f"{mentions:<10,} {names:<10,} {'':8} {seconds[0]:5.1f} {seconds[1]:5.1f} {seconds[2]:6.1f} {seconds[3]:7.1f}"
        f"   {'':8} {peaks[0]:5.0f} {peaks[1]:5.0f} {peaks[2]:5.0f} {peaks[3]:4.0f}",
        flush=True,
    )


def peak() -> float:
    """Return the most memory this process has held, MB."""
    status = Path("/proc/self/status")
    if status.is_file():  # ru_maxrss would tell of the process that started this one, if that held more
        return next(int(line.split()[1]) for line in status.read_text().splitlines() if line.startswith("VmHWM")) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1024 * 1024 if sys.platform == "darwin" else 1024)


# ---- generated releases --------------------------------------------------------------------------------------------


class Names:
    """People, bodies and places to draw from, each by Zipf's law: the n-th as often as 1/n."""

    def __init__(self, random: random.Random) -> None:
        self.random = random
        gazetteer = load_gazetteer()
        surnames, firsts = words("last.txt"), words("first.txt")
        random.shuffle(surnames)
        random.shuffle(firsts)
        fathers = [f"{name}ович" for name in firsts if name[-1] not in "аеёиоуыэюяйь"][:300]
        self.people = [
            (surnames[n * 10 // 11 % len(surnames)], random.choice(firsts[:400]), random.choice(fathers))
            for n in range(PEOPLE)
        ]
        countries = [place for place in gazetteer.places_by_id.values() if place.kind == "country"]
        ministries = [f"{b} {m} {c.name}" for b in BODIES for m in MATTERS for c in countries[:60]]
        random.shuffle(ministries)
        self.bodies = [*ministries[:1500]]
        self.bodies += [
            f"{random.choice(BODIES)} «{surnames[-n]}»" if n % 3 else f"ООО «{surnames[-n]}»"
            for n in range(1, COMPANIES)
        ]
        self.short = ["ООН", "ОДКБ", "МИД России", "МИД", "Организация", "Секретариат", "Комитет", "СНГ", "ШОС"]
        known = sorted(gazetteer.places_by_id.values(), key=lambda place: -place.population)
        self.places = [place.name for place in known[:8_000]]
        self.places += [f"{surnames[-n]}ка" for n in range(1, VILLAGES)]
        self.steps = {
            n: list(itertools.accumulate(1 / (rank + 3) ** 0.85 for rank in range(n)))
            for n in {len(self.people), len(self.bodies), len(self.places)}
        }

    def draw(self, things: list) -> object:
        return self.random.choices(things, cum_weights=self.steps[len(things)])[0]


def words(name: str) -> list[str]:
    """Return the words of one of natasha's lists, written with a capital."""
    lines = (natasha_data() / "dict" / name).read_text(encoding="utf-8").splitlines()
    return [word.capitalize() for line in lines if (word := line.split("#")[0].strip()).isalpha()]


def release_rows(doc_id: str, names: Names) -> Iterator[tuple[str, str, dict[str, str]]]:
    """Yield (label, normal form, parts of the name) of one release's mentions in text order."""
    draw = names.random
    here: list[tuple[str, str, str]] = []
    for _ in range(MENTIONS_PER_RELEASE):
        kind = draw.random()
        if kind < 0.36:
            if here and draw.random() < 0.45:
                last, first, middle = draw.choice(here)
                initial = draw.random() < 0.3
                given = {"last": last, "first": f"{first[0]}." if initial else "", "middle": ""}
                yield "PER", f"{first[0]}. {last}" if initial else last, given
                continue
            last, first, middle = names.draw(names.people)
            here.append((last, first, middle))
            middle = middle if draw.random() < 0.3 else ""
            yield "PER", " ".join(filter(None, (first, middle, last))), {"last": last, "first": first, "middle": middle}
        elif kind < 0.7:
            yield "ORG", str(draw.choice(names.short) if draw.random() < 0.2 else names.draw(names.bodies)), {}
        else:
            yield "LOC", str(names.draw(names.places)), {}


def write_parts(mentions: int, folder: Path) -> None:
    """Write the parts of so many mentions."""
    names = Names(random.Random(0))
    writer = PartWriter(Store.load(folder))
    for number in range(mentions // MENTIONS_PER_RELEASE):
        doc_id = f"releases/{2000 + number % 24}/{number:07}"
        rows: dict[str, list[dict[str, object]]] = {name: [] for name in PARTS}
        start = 0
        for label, normal, parts in release_rows(doc_id, names):
            end = start + len(normal)
            row = {"mention_id": f"{doc_id}:{start}-{end}:{label}", "label": label, "normal": normal, "text": normal}
            rows["mentions"].append(
                {
                    **row,
                    "doc_id": doc_id,
                    "sentence": start // 200 + 1,
                    "start": start,
                    "end": end,
                    "found_by": "generated",
                    **parts,
                }
            )
            if label == "PER" and names.random.random() < 0.3:
                rows["roles"].append(
                    {
                        "doc_id": doc_id,
                        "person_mention_id": row["mention_id"],
                        "person_start": start,
                        "person_end": end,
                        "role": names.random.choice(ROLES),
                        "role_start": start,
                        "role_end": end,
                    }
                )
            start = end + 12
        rows["documents"].append(
            {
                "doc_id": doc_id,
                "source": f"{doc_id}.txt",
                "format": "txt",
                "sha256": doc_id,
                "chars": start,
                "sentences": start // 200 + 1,
                "tokens": start // 6,
                "mentions": len(rows["mentions"]),
                "text": ".",
            }
        )
        tables = {name: arrow_rows(table, rows[name]) for name, table in PARTS.items()}
        writer.add(tables, [ReleaseKey(doc_id, doc_id, "", "")], [4_000])
        writer.flush_if_full()
    from pipeline.tables.store import FileRecord

    for number in range(mentions // MENTIONS_PER_RELEASE):
        doc_id = f"releases/{2000 + number % 24}/{number:07}"
        writer.add_file(FileRecord(doc_id, "", "", True, ((doc_id, ""),), ()))
    writer.flush()


def arrow_rows(table: Table, rows: list[dict[str, object]]) -> pa.Table:
    """Return part rows of release 0; what a row does not say is empty."""
    cells = {
        column.name: [row.get(column.name, "" if column.type == "string" else None) for row in rows]
        for column in table.columns
    }
    made = pa.table(cells, schema=table.arrow)
    return made.add_column(0, pa.field("release", pa.int32()), pa.array([0] * len(rows), pa.int32()))


if __name__ == "__main__":
    main()
