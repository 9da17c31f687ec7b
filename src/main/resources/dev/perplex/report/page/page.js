// Puts charts that answer to pointer and keys in the place of the page's drawings. All numbers come
// from the JSON in the page; without scripts the drawings stay.
"use strict";
(() => {
  const root = document.documentElement;
  const data = JSON.parse(document.getElementById("data").textContent);
  const DASHES = [[2, 3], [7, 3], [], [], [10, 3, 2, 3], [4, 2]]; // as page.css has them
  const drawn = [];

  const colour = (name) => getComputedStyle(root).getPropertyValue("--" + name).trim();
  const at = (value, path) => path.split("/").reduce((v, key) => (v == null ? v : v[key]), value);
  // A row's number: by a path, or, for [list, name, field], in the element of a list with that name.
  const pick = (row, field) => {
    const value = Array.isArray(field)
      ? at((at(row, field[0]) || []).find((each) => each.model === field[1]), field[2])
      : at(row, field);
    return typeof value === "number" && Number.isFinite(value) ? value : null;
  };
  const plain = (v) => Number(v.toPrecision(6)).toLocaleString("en-US", { maximumSignificantDigits: 6 });
  const short = (v) => {
    const size = Math.abs(v);
    return size >= 1e6 ? plain(v / 1e6) + "M" : size >= 1e4 ? plain(v / 1e3) + "k" : plain(v);
  };
  const day = (seconds) => new Date(seconds * 1000).toISOString().slice(0, 10);
  const time = (seconds) => (seconds % 86400 === 0 ? day(seconds) : new Date(seconds * 1000).toISOString().slice(11, 16));

  // Round numbers 1, 2, 5 of each power of ten between two bounds; by equal steps where they are near.
  function logTicks(low, high) {
    const ticks = [];
    for (let power = Math.floor(Math.log10(low)); power <= Math.ceil(Math.log10(high)); power++) {
      for (const digit of [1, 2, 5]) {
        const tick = digit * 10 ** power;
        if (tick >= low * 0.999 && tick <= high * 1.001) ticks.push(tick);
      }
    }
    if (ticks.length >= 3) return ticks.length > 8 ? ticks.filter((t) => Math.log10(t) % 1 === 0) : ticks;
    const wide = (high - low) / 4;
    const power = 10 ** Math.floor(Math.log10(wide));
    const step = power * [1, 2, 5, 10].find((each) => each * power >= wide);
    const even = [];
    for (let t = Math.ceil(low / step) * step; t <= high; t += step) even.push(Number(t.toPrecision(9)));
    return even;
  }

  function scale(kind) {
    if (kind === "log") return { distr: 3, range: (u, low, high) => (low == null ? [1, 10] : [low / 1.08, high * 1.08]) };
    if (kind === "zero") return { range: (u, low, high) => (low == null ? [0, 1] : [Math.min(0, low), high > 0 ? high * 1.08 : 1]) };
    return {};
  }

  function axis(label, more) {
    return Object.assign({
      label, labelSize: 22, labelFont: "13px system-ui, sans-serif", font: "12px system-ui, sans-serif",
      stroke: () => colour("soft"), grid: { stroke: () => colour("grid"), width: 1 },
      ticks: { stroke: () => colour("line"), width: 1, size: 5 },
    }, more);
  }

  // A chart's place: the element, a button that undoes a zoom, and arrow keys that move the cursor.
  function place(figure, options, values, name) {
    const chart = new uPlot(options, values, (u, start) => {
      figure.append(u.root);
      start();
    });
    chart.root.tabIndex = 0;
    chart.root.setAttribute("role", "group");
    chart.root.setAttribute("aria-label", name + ". Arrow keys move from point to point.");
    chart.root.addEventListener("keydown", (event) => {
      const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
      if (step && event.target === chart.root) {
        event.preventDefault();
        const last = chart.data[0].length - 1;
        const from = chart.cursor.idx == null ? (step > 0 ? -1 : last + 1) : chart.cursor.idx;
        const to = Math.max(0, Math.min(last, from + step));
        chart.setCursor({ left: chart.valToPos(chart.data[0][to], "x"), top: chart.bbox.height / uPlot.pxRatio / 2 }, true, true);
      }
    });
    for (const head of chart.root.querySelectorAll(".u-legend .u-series th")) {
      head.tabIndex = 0;
      head.setAttribute("role", "button");
      head.addEventListener("keydown", (event) => {
        if (event.key === "Enter" || event.key === " ") {
          event.preventDefault();
          head.click();
        }
      });
    }
    const back = document.createElement("button");
    back.type = "button";
    back.textContent = "whole range";
    back.hidden = true;
    figure.append(back);
    const whole = () => chart.setData(chart.data, true);
    back.addEventListener("click", () => { whole(); back.hidden = true; });
    chart.over.addEventListener("dblclick", () => { back.hidden = true; });
    chart.hooks.setSelect = [(u) => { back.hidden = u.select.width < 2; }];
    const wide = () => figure.clientWidth;
    const watch = new ResizeObserver(() => chart.setSize({ width: wide(), height: chart.height }));
    watch.observe(figure);
    figure.classList.add("live");
    drawn.push(() => { watch.disconnect(); chart.destroy(); back.remove(); figure.classList.remove("live"); });
    return chart;
  }

  // Lines over numbers, days or named steps: spec = {rows, x, across, up, scale, lines: [{field, name, style}]}.
  function lines(figure, spec) {
    const rows = at(data, spec.rows);
    const named = spec.kind === "steps";
    const xs = rows.map((row, i) => (named ? i : pick(row, spec.x)));
    const values = [xs].concat(spec.lines.map((line) => rows.map((row) => pick(row, line.field))));
    const label = named ? (i) => (rows[i] ? at(rows[i], spec.x) : "") : spec.kind === "days" ? day : short;
    const options = {
      width: figure.clientWidth, height: spec.height || 300,
      padding: [10, spec.kind === "days" ? 40 : 14, 0, 0], tzDate: (seconds) => uPlot.tzDate(new Date(seconds * 1000), "UTC"),
      scales: {
        x: { time: spec.kind === "days", distr: spec.xscale === "log" ? 3 : 1, range: spec.xscale === "log" ? (u, a, b) => [a, b] : named ? () => [-0.4, rows.length - 0.6] : spec.kind === "days" ? undefined : (u, a, b) => (a === b ? [a - 1, b + 1] : [a, b]) },
        y: scale(spec.scale),
      },
      axes: [
        axis(spec.across, named
          ? { splits: () => xs, values: (u, ticks) => ticks.map(label), rotate: rows.length > 8 && figure.clientWidth < 620 ? -50 : 0, size: rows.length > 8 && figure.clientWidth < 620 ? 66 : 30, grid: { show: false } }
          : spec.kind === "days" ? { values: (u, ticks) => ticks.map(time), space: 90 }
          : Object.assign({ values: (u, ticks) => ticks.map(label), space: 70 },
            spec.xscale === "log" ? { splits: (u) => logTicks(u.scales.x.min, u.scales.x.max), filter: (u, ticks) => ticks } : {})),
        axis(spec.up, Object.assign({ size: 58, values: (u, ticks) => ticks.map((t) => (t == null ? "" : short(t))) },
          spec.scale === "log" ? { splits: (u) => logTicks(u.scales.y.min, u.scales.y.max), filter: (u, ticks) => ticks } : {})),
      ],
      cursor: Object.assign({ drag: { x: !named, y: false }, points: { size: 8 } }, spec.together ? { sync: { key: spec.together } } : {}),
      series: [{ label: spec.across, value: (u, v) => (v == null ? "–" : named ? label(v) : spec.kind === "days" ? day(v) : v.toLocaleString("en-US")) }].concat(
        spec.lines.map((line) => ({
          label: line.name, stroke: colour("s" + line.style), width: 2, dash: DASHES[line.style], spanGaps: true,
          points: { show: rows.length <= 60, size: 6, fill: colour("s" + line.style), stroke: colour("s" + line.style), dash: [] },
          value: (u, v) => (v == null ? "–" : plain(v)),
        }))),
      hooks: { draw: [(u) => mark(u, rows, spec)] },
    };
    place(figure, options, values, spec.name);
  }

  // A ring around points that stand out: the weights that were kept, champions.
  function mark(u, rows, spec) {
    if (!spec.marked) return;
    u.ctx.save();
    u.ctx.strokeStyle = colour("ink");
    u.ctx.lineWidth = 1.5 * uPlot.pxRatio;
    rows.forEach((row, i) => {
      const y = u.data[spec.lines.length][i];
      if (!at(row, spec.marked) || y == null) return;
      u.ctx.beginPath();
      u.ctx.arc(u.valToPos(u.data[0][i], "x", true), u.valToPos(y, "y", true), 7 * uPlot.pxRatio, 0, 2 * Math.PI);
      u.ctx.stroke();
    });
    u.ctx.restore();
  }

  // Words on a plane: zooming in makes room for more of them.
  function map(figure, spec) {
    const points = at(data, spec.rows).slice();
    const order = points.map((p, i) => i).sort((a, b) => points[a].x - points[b].x);
    const sorted = order.map((i) => points[i]);
    const rank = new Map(order.map((i, k) => [k, i])); // the more frequent stays where two collide
    const tip = document.createElement("div");
    tip.className = "tip";
    tip.hidden = true;
    let wanted = "";
    const height = Math.round(Math.min(760, Math.max(380, figure.clientWidth * 0.8)));
    const span = (key) => {
      const all = points.map((p) => p[key]);
      const low = Math.min(...all), high = Math.max(...all), edge = (high - low) * 0.05 || 1;
      return [low - edge, high + edge];
    };
    const hidden = { show: false };
    const chart = place(figure, {
      width: figure.clientWidth, height, padding: [4, 4, 4, 4], legend: { show: false },
      scales: { x: { time: false, range: (u, a, b) => (a <= sorted[0].x && b >= sorted[sorted.length - 1].x ? span("x") : [a, b]) }, y: { range: (u, a, b) => (u.zoomed ? [a, b] : span("y")) } },
      axes: [hidden, hidden],
      cursor: { drag: { x: true, y: true, uni: 12, setScale: false }, points: { show: false }, x: false, y: false },
      series: [{}, { stroke: colour("s3"), paths: () => null, points: { show: true, size: 5, fill: colour("s3"), stroke: colour("s3") } }],
      hooks: { draw: [(u) => words(u)], setCursor: [(u) => point(u)] },
    }, [sorted.map((p) => p.x), sorted.map((p) => p.y)], spec.name);
    chart.over.append(tip);
    const zoom = chart.hooks.setSelect[0];
    chart.hooks.setSelect = [(u) => {
      const s = u.select;
      if (s.width > 5 && s.height > 5) {
        const xs = [u.posToVal(s.left, "x"), u.posToVal(s.left + s.width, "x")];
        const ys = [u.posToVal(s.top + s.height, "y"), u.posToVal(s.top, "y")];
        u.zoomed = true;
        u.batch(() => { u.setScale("x", { min: xs[0], max: xs[1] }); u.setScale("y", { min: ys[0], max: ys[1] }); });
        zoom(u);
        u.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false);
      }
    }];
    const back = figure.querySelector("button");
    const whole = () => { chart.zoomed = false; chart.setData(chart.data, true); };
    back.addEventListener("click", whole, true);
    chart.over.addEventListener("dblclick", () => { chart.zoomed = false; }, true);

    function words(u) {
      const ctx = u.ctx, px = uPlot.pxRatio, taken = [];
      ctx.save();
      ctx.font = 12 * px + "px system-ui, sans-serif";
      ctx.textBaseline = "middle";
      for (const k of [...sorted.keys()].sort((a, b) => (sorted[b].word === wanted) - (sorted[a].word === wanted) || rank.get(a) - rank.get(b))) {
        const word = sorted[k].word, mine = word === wanted;
        const x = u.valToPos(sorted[k].x, "x", true), y = u.valToPos(sorted[k].y, "y", true);
        if (x < u.bbox.left || x > u.bbox.left + u.bbox.width || y < u.bbox.top || y > u.bbox.top + u.bbox.height) continue;
        ctx.font = (mine ? "bold " + 15 * px : 12 * px) + "px system-ui, sans-serif";
        const wide = ctx.measureText(word).width, high = 13 * px, gap = 5 * px;
        for (const left of [x + gap, x - gap - wide]) {
          const box = [left, y - high / 2, left + wide, y + high / 2];
          const inside = box[0] >= u.bbox.left && box[2] <= u.bbox.left + u.bbox.width;
          if (inside && !taken.some((b) => box[0] < b[2] && b[0] < box[2] && box[1] < b[3] && b[1] < box[3])) {
            taken.push(box);
            ctx.fillStyle = colour(mine ? "alarm" : "ink");
            ctx.fillText(word, left, y);
            break;
          }
        }
      }
      ctx.restore();
    }
    function point(u) {
      const { left, top } = u.cursor;
      let best = null, nearest = 20 * 20;
      if (left >= 0) {
        for (const p of sorted) {
          const dx = u.valToPos(p.x, "x") - left, dy = u.valToPos(p.y, "y") - top;
          if (dx * dx + dy * dy < nearest) { nearest = dx * dx + dy * dy; best = p; }
        }
      }
      tip.hidden = !best;
      if (best) {
        tip.textContent = best.word;
        tip.style.left = u.valToPos(best.x, "x") + 8 + "px";
        tip.style.top = u.valToPos(best.y, "y") - 26 + "px";
      }
    }
    const find = document.createElement("label");
    find.className = "find";
    find.textContent = "Find a word: ";
    const input = document.createElement("input");
    input.type = "search";
    input.addEventListener("input", () => { wanted = input.value.trim(); chart.redraw(false); });
    find.append(input);
    figure.append(find);
    drawn.push(() => find.remove());
  }

  // Two runs side by side: their numbers, and what the later said of the earlier if it did.
  function choose(box) {
    const [first, second] = box.querySelectorAll("select");
    const side = box.querySelector(".side");
    const runs = at(data, box.dataset.rows);
    const add = (to, tag, text, attributes) => {
      const element = document.createElement(tag);
      if (text != null) element.textContent = text;
      for (const [name, value] of Object.entries(attributes || {})) element.setAttribute(name, value);
      to.append(element);
      return element;
    };
    const show = () => {
      side.replaceChildren();
      const pair = [first, second].map((list) => runs.find((run) => run.run === list.value));
      const [one, other] = pair;
      const sameTokens = one.test["tokens-sha256"] === other.test["tokens-sha256"];
      const sameText = one.test["text-sha256"] === other.test["text-sha256"];
      add(side, "p", sameTokens ? "Both were scored on the same test tokens."
        : sameText ? "The raw test text is the same and its tokens are not: only bits per byte can be compared."
          : "The test sets differ: nothing here can be compared.");
      if (sameTokens || sameText) {
        const table = add(add(side, "div", null, { class: "wide", tabindex: "0" }), "table");
        add(table, "caption", (sameTokens ? "Test perplexity" : "Bits per byte") + " of each model.");
        const head = add(add(table, "thead"), "tr");
        for (const text of ["model", one.run, other.run]) add(head, "th", text, { scope: "col" });
        const body = add(table, "tbody");
        for (const model of one.models) {
          const row = add(body, "tr");
          add(row, "th", model.title, { scope: "row" });
          for (const run of pair) {
            const found = run.models.find((each) => each.model === model.model);
            const digits = sameTokens ? 2 : 4;
            const value = found && found[sameTokens ? "perplexity" : "bits-per-byte"];
            add(row, "td", value == null ? "–" : value.toLocaleString("en-US", { minimumFractionDigits: digits, maximumFractionDigits: digits }));
          }
        }
      }
      const known = [...document.querySelectorAll(".pair")].find((each) => each.dataset.pair === one.run + " " + other.run);
      if (known) side.append(...[...known.cloneNode(true).children].slice(1));
      else if (one !== other && (sameTokens || sameText)) {
        const line = add(side, "p", "For the paired bootstrap of these two: ");
        add(line, "code", "jobs/perplex compare " + one.run + " " + other.run);
      }
    };
    first.addEventListener("change", show);
    second.addEventListener("change", show);
    show();
  }

  function all() {
    while (drawn.length) drawn.pop()();
    for (const figure of document.querySelectorAll("[data-chart]")) {
      const spec = JSON.parse(figure.dataset.chart);
      if (spec.kind === "map") map(figure, spec);
      else lines(figure, spec);
    }
  }
  root.classList.add("scripted");
  document.querySelectorAll(".choose").forEach(choose);
  all();
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", all);
  root.dataset.charts = String(document.querySelectorAll(".uplot").length); // for tests: how many stand
})();
