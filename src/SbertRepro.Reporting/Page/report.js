"use strict";
// The page is whole without this script. It sorts tables by a click on a heading, and compares two rows or two machines.
(() => {
  const element = (name, attributes = {}, ...children) => {
    const made = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    made.append(...children);
    return made;
  };
  const number = text => {
    const match = (text || "").replace(/−/g, "-").replace(/,/g, "").match(/^\s*([+-]?\d+(?:\.\d+)?)/);
    return match ? Number(match[1]) : NaN;
  };
  const signed = (value, digits) => (value > 0 ? "+" : "") + value.toFixed(digits).replace("-", "−");

  // Sorting: numbers by size, words by alphabet, empty cells last in either direction.
  const keyOf = (row, column) => (row.cells[column].querySelector("b") || row.cells[column]).textContent.trim();
  const sort = (table, column, heading) => {
    const descending = heading.getAttribute("aria-sort") !== "descending";
    const rows = [...table.tBodies[0].rows];
    const numeric = rows.some(row => !Number.isNaN(number(keyOf(row, column)))) && column > 0;
    const sign = descending ? -1 : 1;
    rows.sort((a, b) => {
      const [x, y] = [keyOf(a, column), keyOf(b, column)];
      if (!numeric) return sign * x.localeCompare(y, "en");
      const [p, q] = [number(x), number(y)];
      return Number.isNaN(p) ? (Number.isNaN(q) ? 0 : 1) : Number.isNaN(q) ? -1 : sign * (p - q);
    });
    table.tBodies[0].append(...rows);
    for (const other of table.tHead.rows[0].cells) other.removeAttribute("aria-sort");
    heading.setAttribute("aria-sort", descending ? "descending" : "ascending");
  };
  for (const table of document.querySelectorAll("table.sortable"))
    [...table.tHead.rows[0].cells].forEach((heading, column) => {
      const button = element("button", { type: "button", class: "sort" });
      button.append(...heading.childNodes);
      heading.append(button);
      button.addEventListener("click", () => sort(table, column, heading));
    });

  // The explorer reads the tables of the page; only the ranks of single pairs have data of their own.
  const place = document.getElementById("explorer-tool");
  if (!place) return;
  const packed = JSON.parse(document.getElementById("pair-ranks").textContent);
  const ranksOf = (key, dataset) => {
    const text = packed[key] && packed[key][dataset];
    if (!text) return null;
    const bytes = Uint8Array.from(atob(text), letter => letter.charCodeAt(0));
    return Array.from(new Uint16Array(bytes.buffer), twice => twice / 2);
  };
  const runs = new Map();
  for (const row of document.querySelectorAll("tr[data-row]")) {
    const [table, scale, machine, system] = row.dataset.row.split("|");
    const cells = new Map();
    for (const cell of [...row.cells].slice(1)) {
      const value = number(cell.querySelector("b")?.textContent);
      if (!Number.isNaN(value)) cells.set(cell.dataset.label, { value, interval: cell.querySelector("small")?.textContent ?? "" });
    }
    if (cells.size) runs.set(row.dataset.row, { table, scale, machine, system, cells, name: row.cells[0].firstChild.textContent });
  }
  const machines = [...new Set([...runs.values()].map(run => `${run.scale}|${run.machine}`))];
  const choice = (label, id) => {
    const select = element("select", { id });
    const whole = element("optgroup", { label: "All of a machine" });
    for (const machine of machines) whole.append(element("option", { value: machine }, machine.replace("|", " scale, ")));
    select.append(whole);
    for (const group of new Set([...runs.values()].map(run => `${run.table}|${run.scale}`))) {
      const options = element("optgroup", { label: group.replace("table", "Table ").replace("|", ", ") + " scale" });
      for (const [key, run] of runs) if (`${run.table}|${run.scale}` === group) options.append(element("option", { value: key }, `${run.name} (${run.machine})`));
      select.append(options);
    }
    return [element("label", { for: id }, label + " ", select), select];
  };
  // The roles keep it a table for screen readers where a narrow screen makes cards of its rows.
  const table = (caption, headings, rows) => element("table", { class: "found", role: "table" }, element("caption", {}, caption),
    element("thead", { role: "rowgroup" }, element("tr", { role: "row" }, ...headings.map(text => element("th", { scope: "col", role: "columnheader" }, text)))),
    element("tbody", { role: "rowgroup" }, ...rows.map(row => element("tr", { role: "row" },
      ...row.map((text, index) => index
        ? element("td", { class: "n", role: "cell", "data-label": headings[index] }, text)
        : element("th", { scope: "row", role: "rowheader" }, text))))));
  // 1 is the best of the systems that stand in the same table at the same scale.
  const standing = (run, dataset) => 1 + [...new Map([...runs.values()]
    .filter(other => other.table === run.table && other.scale === run.scale && other.cells.has(dataset)).map(other => [other.system, other])).values()]
    .filter(other => other.system !== run.system && other.cells.get(dataset).value > run.cells.get(dataset).value).length;
  const compareCells = (pairs, single) => pairs.flatMap(([a, b]) => [...a.cells].filter(([dataset]) => b.cells.has(dataset)).map(([dataset, left]) => {
    const right = b.cells.get(dataset);
    const difference = right.value - left.value;
    const name = single ? dataset : `${a.table.replace("table", "Table ")}, ${a.name}, ${dataset}`;
    return {
      moved: Math.abs(difference) >= 0.005,
      row: [name, left.value.toFixed(2), right.value.toFixed(2), signed(difference, 2), left.interval, right.interval, `${standing(a, dataset)} → ${standing(b, dataset)}`],
    };
  }));
  const pairMoves = (from, to, a, b) => Object.keys(packed[from] ?? {}).filter(dataset => packed[to]?.[dataset]).map(dataset => {
    const [before, after] = [ranksOf(from, dataset), ranksOf(to, dataset)];
    const moves = before.map((rank, item) => ({ item: item + 1, rank, now: after[item] }))
      .filter(move => move.rank !== move.now).sort((x, y) => Math.abs(y.now - y.rank) - Math.abs(x.now - x.rank));
    return moves.length === 0 ? element("p", {}, `${dataset}: both rank all ${before.length} pairs alike.`)
      : table(`${dataset}: ${moves.length} of ${before.length} pairs have another rank; the ten that moved most`,
        ["pair", `rank: ${a.name}`, `rank: ${b.name}`, "move"], moves.slice(0, 10).map(move => [`${move.item}`, `${move.rank}`, `${move.now}`, signed(move.now - move.rank, 1)]));
  });
  // What two runs differ in besides their numbers was computed with the report; here it is only looked up, and turned round where the second was chosen first.
  const compared = JSON.parse(document.getElementById("comparisons").textContent);
  const placeOf = new Map(compared.keys.map((key, place) => [key, place]));
  const comparisonOf = new Map(compared.pairs.map(([from, to, ...said]) => [`${from} ${to}`, said]));
  const nothing = [[], [], [], []];
  const comparison = (from, to) => {
    const [a, b] = [placeOf.get(from), placeOf.get(to)];
    const forth = comparisonOf.get(`${a} ${b}`);
    const turned = !forth;
    const [causes, inputs, timings, surroundings] = forth ?? comparisonOf.get(`${b} ${a}`) ?? nothing;
    const changes = places => places.map(place => compared.changes[place]).map(([name, one, other]) => turned ? [name, other, one] : [name, one, other]);
    return {
      causes: causes.map(place => compared.causes[place]), inputs: changes(inputs), surroundings: changes(surroundings),
      timings: timings.map(place => compared.timings[place]).map(([what, ...numbers]) => [what, ...turned ? numbers.slice(3) : numbers.slice(0, 3)]),
    };
  };
  const listed = (caption, headings, rows) => rows.length === 0 ? [] : [table(caption, headings, rows)];
  const show = () => {
    const [from, to] = [first.value, second.value];
    const single = runs.has(from) && runs.has(to);
    if (!single && (runs.has(from) || runs.has(to))) return result.replaceChildren(element("p", {}, "Choose two rows, or two machines."));
    const partner = run => runs.get(`${run.table}|${to}|${run.system}`);
    const pairs = single
      ? [[runs.get(from), runs.get(to)]]
      : [...runs.values()].filter(run => `${run.scale}|${run.machine}` === from && partner(run)).map(run => [run, partner(run)]);
    const cells = compareCells(pairs, single);
    const moved = cells.filter(cell => cell.moved);
    const said = element("p", { class: "said" }, cells.length === 0 ? "They share no number." : `${moved.length} of ${cells.length} shared numbers differ by 0.01 or more.`);
    const { causes, inputs, timings, surroundings } = comparison(from, to);
    result.replaceChildren(said, ...(moved.length > 0 ? causes : []).map(cause => element("p", { class: "cause" }, cause)),
      ...listed("Numbers that differ; standing is the place among the systems of that table",
        ["cell", "first", "second", "difference", "first, 95 %", "second, 95 %", "standing"], moved.map(cell => cell.row)),
      ...listed("Inputs that differ", ["input", "first", "second"], inputs),
      ...listed("Time of the second over time of the first; above 1 the second is slower. "
        + "They were not measured in turns: the interval holds the doubt of both timings and of the machine probes",
        ["timing", "ratio", "freed from the machine's speed", "interval"], timings),
      ...single && pairs[0][0].system !== pairs[0][1].system && pairs[0][0].machine !== pairs[0][1].machine
        ? [element("p", { class: "note" }, "Another system on another machine: too much differs for a cause to be told, and their timings are not compared.")]
        : from !== to && cells.length > 0 && timings.length === 0 ? [element("p", { class: "note" }, "No timing of the same work is stored for both.")] : [],
      ...single ? pairMoves(from, to, ...pairs[0]) : [], ...listed("Surroundings that differ", ["what", "first", "second"], surroundings));
  };
  const [firstLabel, first] = choice("First", "explorer-first");
  const [secondLabel, second] = choice("Second", "explorer-second");
  const result = element("div", { id: "explorer-result", "aria-live": "polite" });
  place.replaceChildren(element("div", { class: "tools" }, firstLabel, secondLabel), result);
  const rows = [...runs.keys()];
  if (rows.length > 1) [first.value, second.value] = [rows[0], rows[1]];
  first.addEventListener("change", show);
  second.addEventListener("change", show);
  show();
})();
