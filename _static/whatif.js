// What if: bars, readings and choices set otherwise, on the page of that name and on each card; and three sums to turn by hand.
// Nothing is judged here by a rule of its own: figures, whether they pass as published, what an operator says of below, at and
// above, and the word for every pattern of what passes come from Python (brink/report/whatif.py). This compares, looks up and,
// between the points of a sum that was worked out, interpolates.
"use strict";

const MARKS = new Map([[true, "+"], [false, "-"], [null, "?"]]);

/** Judge one claim of `data` with what is `set` (name without the claim -> text): verdict, literal figure, its bar. */
function judge(data, id, set) {
  const claim = data.claims[id];
  const way = claim.choices.reduce((place, [name, values]) => place * values.length + Math.max(0, values.indexOf(set[name])), 0);
  const first = Math.max(0, claim.readings.findIndex(({ key }) => key === set.literal));
  const order = [first, ...[...claim.readings.keys()].filter((place) => place !== first)];
  const passes = (when, reading) => {
    const [value, , published] = claim.figures[(claim[when] ?? claim.then)[reading][way]];
    const bar = claim.bars[claim.readings[reading].bar];
    if (value === null || !bar || !(bar.name in set)) return published;
    return data.rule.operators[bar.operator][Math.sign(value - Number(set[bar.name])) + 1];
  };
  const [literal, ...others] = order.map((reading) => passes("then", reading));
  const later = MARKS.get(passes("revised", first));
  const pattern = `${Number(claim.over || claim.settles.includes(later))}${MARKS.get(literal)}${MARKS.get(others.includes(true))}${later}`;
  const [, written, , title] = claim.figures[((claim.kind === "prediction" && claim.revised) || claim.then)[first][way]];
  const bar = claim.bars[claim.readings[first].bar];
  return {
    word: data.rule.verdicts[claim.kind][pattern],
    written,
    measured: claim.titles[title],
    bar: claim.words[first].replace("{}", bar ? spell(Number(set[bar.name] ?? bar.bound)) : ""),
  };
}

/** Write a number as the book does. */
function spell(number, digits) {
  return (number || 0).toLocaleString("en-US", { minimumFractionDigits: digits, maximumFractionDigits: digits ?? 10 }).replace("-", "−");
}

/** Read from the controls inside `box` what is set otherwise than published. */
function readDials(box, claim) {
  const set = {};
  for (const field of box.querySelectorAll("select[data-set], input[type=number][data-set]")) {
    const name = field.dataset.set;
    const value = field.type === "number" ? (Number.isFinite(field.valueAsNumber) ? String(field.valueAsNumber) : published(claim, name)) : field.value;
    if (value !== published(claim, name)) set[name] = value;
  }
  return set;
}

function writeDials(box, claim, set) {
  for (const field of box.querySelectorAll("[data-set]")) field.value = set[field.dataset.set] ?? published(claim, field.dataset.set);
}

/** The published value of a setting, as text; undefined where there is no such setting. */
function published(claim, name) {
  if (name === "literal") return claim.readings[0].key;
  const bar = claim.bars.find((bar) => bar.name === name);
  return bar ? String(bar.bound) : claim.choices.find(([choice]) => choice === name)?.[1][0];
}

/** Whether `value` may stand for a setting. */
function allowed(claim, name, value) {
  if (name === "literal") return claim.readings.some(({ key }) => key === value);
  if (claim.bars.some((bar) => bar.name === name)) return value.trim() !== "" && Number.isFinite(Number(value));
  return claim.choices.some(([choice, values]) => choice === name && values.includes(value));
}

/** A slider and the number beside it say the same. */
function pair(field, kind = "set") {
  for (const other of field.closest(".brink-dial").querySelectorAll(`[data-${kind}]`)) if (other !== field) other.value = field.value;
}

function badge(slot, { sign, word, slug }) {
  const mark = slot.querySelector(".brink-badge");
  mark.className = `brink-badge verdict-${slug}`;
  mark.replaceChildren(Object.assign(document.createElement("span"), { textContent: sign, ariaHidden: "true" }), ` ${word}`);
}

function address(page, settings) {
  const asked = new URLSearchParams(settings);
  return page + (asked.size ? `?${asked}` : "");
}

/** All settings of one claim, each with the claim's name before it. */
const named = (id, set) => Object.entries(set).map(([name, value]) => [`${id}.${name}`, value]);

document.addEventListener("DOMContentLoaded", () => {
  document.querySelectorAll("[data-sums]").forEach(startSums);
  for (const root of document.querySelectorAll("[data-whatif]")) load(root.dataset.whatif).then((data) => startPage(root, data));
  for (const fold of document.querySelectorAll("details[data-whatif-card]"))
    fold.addEventListener("toggle", () => load(fold.dataset.whatifCard).then((data) => startCard(fold, data)), { once: true });
});

let arriving;
/** The rule, and the figures and the controls of all claims: one file for all pages. */
function load(file) {
  arriving ??= new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.onload = () => resolve(window.brinkWhatif);
    script.onerror = reject;
    script.src = file;
    document.head.append(script);
  });
  return arriving;
}

/** Put the controls of a claim into its box. */
function fill(data, id, box) {
  const place = box.querySelector("[data-dials]");
  if (place) place.innerHTML = data.dials[id];
}

// --- the cards of a chapter ---------------------------------------------------------------------

function startCard(fold, data) {
  const box = fold.querySelector("[data-claim]");
  box.innerHTML = data.line;
  const id = box.dataset.claim;
  const claim = data.claims[id];
  const before = judge(data, id, {});
  const show = () => {
    const set = readDials(box, claim);
    const now = judge(data, id, set);
    badge(box.querySelector("[data-badge]"), data.rule.words[now.word]);
    box.querySelector("[data-measured]").textContent = now.measured;
    box.querySelector("[data-figure]").textContent = now.written;
    box.querySelector("[data-bar]").textContent = now.bar;
    box.querySelector("[data-was]").textContent = now.word === before.word ? "as published" : `published: ${data.rule.words[before.word].word}`;
    box.querySelector("[data-link]").href = address("what-if.html", named(id, set));
  };
  box.addEventListener("input", ({ target }) => {
    pair(target);
    show();
  });
  box.querySelector("[data-undo]").addEventListener("click", () => {
    writeDials(box, claim, {});
    show();
  });
  fill(data, id, box);
  writeDials(box, claim, {});
  fold.querySelector("[data-missing]").hidden = true;
  box.hidden = false;
  show();
}

// --- sums to turn by hand -----------------------------------------------------------------------

/** The answer at a place between the points of a grid, in straight lines along each axis; null where a corner has none. */
function between(axes, answers, at) {
  let corners = [[0, 1]];
  axes.forEach(([, places], axis) => {
    const upper = Math.max(1, places.findIndex((place) => place >= at[axis]));
    const share = (at[axis] - places[upper - 1]) / (places[upper] - places[upper - 1]);
    corners = corners
      .flatMap(([corner, weight]) => [[corner * places.length + upper - 1, weight * (1 - share)], [corner * places.length + upper, weight * share]])
      .filter(([, weight]) => weight > 0);
  });
  return corners.some(([corner]) => answers[corner] === null) ? null : corners.reduce((sum, [corner, weight]) => sum + weight * answers[corner], 0);
}

function startSums(root) {
  const data = JSON.parse(root.querySelector("script").textContent);
  const asked = new URLSearchParams(location.search);
  for (const box of root.querySelectorAll("[data-sum]")) {
    const { axes, answers, form, digits, bar } = data[box.dataset.sum];
    const fields = axes.map(([name]) => [...box.querySelectorAll(`[data-axis="${name}"]`)].at(-1));
    const within = (axis, value) => Math.min(Math.max(value, axes[axis][1][0]), axes[axis][1].at(-1));
    const name = (axis) => `sum.${box.dataset.sum}.${axes[axis][0]}`;
    const start = fields.map((field) => Number(field.value));
    const show = () => {
      const at = fields.map((field, axis) => within(axis, field.value.trim() === "" || !Number.isFinite(Number(field.value)) ? start[axis] : Number(field.value)));
      const answer = between(axes, answers, at);
      const written = answer === null ? null : answer.toFixed(digits);
      box.querySelector("[data-answer]").textContent = written === null ? "no solution of the model" : form.replace("{}", spell(Number(written), digits));
      if (bar) box.querySelector("[data-passes]").textContent = answer === null ? "not to be judged" : bar[1][Math.sign(answer - bar[0]) + 1] ? "passes" : "does not pass";
      return at;
    };
    box.addEventListener("input", ({ target }) => {
      pair(target, "axis");
      const asked = new URLSearchParams(location.search);
      show().forEach((value, axis) => (value === start[axis] ? asked.delete(name(axis)) : asked.set(name(axis), value)));
      remember("replaceState", address(location.pathname.split("/").pop(), asked));
    });
    fields.forEach((field, axis) => {
      const value = Number(asked.get(name(axis)));
      if (!asked.has(name(axis)) || !Number.isFinite(value)) return;
      field.value = within(axis, value);
      pair(field, "axis");
    });
    box.hidden = false;
    show();
  }
  root.querySelector("[data-missing]").hidden = true;
}

/** Have the address say what is shown. A page on disk has no origin of its own; some browsers then refuse. */
function remember(how, link) {
  try {
    history[how](null, "", link + location.hash);
  } catch {}
}

// --- the page -----------------------------------------------------------------------------------

function startPage(root, data) {
  const { past, presets } = JSON.parse(root.querySelector("script").textContent);
  const { rule } = data;
  const form = root.querySelector("form");
  const find = (name) => root.querySelector(`[data-${name}]`);
  const boxes = new Map([...root.querySelectorAll("[data-claim]")].map((box) => [box.dataset.claim, box]));
  const before = new Map([...boxes.keys()].map((id) => [id, judge(data, id, {})]));
  for (const [id, box] of boxes) fill(data, id, box);
  const shown = new Map();
  const slider = find("day");
  const choice = find("preset");
  /** What is set, by claim; only claims of which anything is. */
  let settings = new Map();
  const words = [...root.querySelectorAll(".brink-bar > span")];
  const counts = [...root.querySelectorAll(".brink-tally li")];

  /** What a claim was last judged by, and the outcome: only what is set anew is judged anew. */
  const judged = new Map();
  function judgeAgain(id) {
    const set = settings.get(id);
    if (!judged.has(id) || judged.get(id)[0] !== set) judged.set(id, [set, set ? judge(data, id, set) : before.get(id)]);
    return judged.get(id)[1];
  }

  const today = () => Number(slider.value) >= past.days.length;

  function onDay(id, place) {
    const rows = past.moved[id];
    const [, word, written] = rows[rows.findLastIndex(([since]) => since <= place)];
    return { ...before.get(id), word, written };
  }

  function show() {
    const tally = rule.words.map(() => 0);
    let moved = 0;
    for (const [id, box] of boxes) {
      const now = today() ? judgeAgain(id) : onDay(id, Number(slider.value));
      tally[now.word] += 1;
      const turned = now.word !== before.get(id).word;
      moved += turned;
      box.hidden = find("only").checked && !turned;
      if (shown.get(id) === now) continue;
      shown.set(id, now);
      badge(box.querySelector("[data-badge]"), rule.words[now.word]);
      box.className = `verdict-${rule.words[now.word].slug}`;
      box.toggleAttribute("data-moved", turned);
      box.querySelector("[data-was]").textContent = turned ? `published: ${rule.words[before.get(id).word].word}` : "";
      for (const [part, text] of [["measured", now.measured], ["figure", now.written], ["bar", now.bar]])
        box.querySelector(`[data-${part}]`).textContent = text;
    }
    for (const group of root.querySelectorAll("[data-group]")) group.hidden = ![...group.querySelectorAll("details")].some((box) => !box.hidden);
    tally.forEach((count, place) => {
      words[place].style.flexGrow = count;
      words[place].hidden = counts[place].hidden = !count;
      words[place].textContent = count > boxes.size / 20 ? rule.words[place].sign : "";
      words[place].title = `${rule.words[place].word}: ${count}`;
      counts[place].querySelector("strong").textContent = count;
    });
    const said = tally.map((count, place) => count && `${count} ${rule.words[place].word}`).filter(Boolean).join(", ");
    root.querySelector(".brink-bar").setAttribute("aria-label", `${boxes.size} claims: ${said}`);
    const set = [...settings].flatMap(([id, values]) => named(id, values));
    const how = today() ? (set.length ? `${set.length} ${set.length === 1 ? "setting" : "settings"} otherwise` : "As published") : `As known on ${past.names[slider.value]}`;
    find("summary").value = `${how}: ${moved ? `${moved} of ${boxes.size} verdicts ${moved === 1 ? "moves" : "move"}` : "no verdict moves"}.`;
    find("day-said").value = today() ? "the newest data" : past.names[slider.value];
    slider.setAttribute("aria-valuetext", find("day-said").value);
    if (root.dataset.frozen !== String(!today())) {
      root.dataset.frozen = !today();
      for (const field of root.querySelectorAll("details fieldset")) field.disabled = !today();
    }
    const sums = [...new URLSearchParams(location.search)].filter(([name]) => name.startsWith("sum."));
    const link = address(location.pathname.split("/").pop(), [...(today() ? set : [["day", past.days[slider.value]]]), ...sums]);
    find("link").href = link;
    const command = today() ? set.map(([name, value]) => `--set ${quote(`${name}=${value}`)}`).join(" ") : `--as-of ${past.days[slider.value]}`;
    find("command").hidden = !command;
    find("command").querySelector("code").textContent = `brink ledger ${command}`;
    if (choice) {
      const same = ([, values]) => JSON.stringify(Object.entries(values).sort()) === JSON.stringify([...set].sort());
      choice.value = set.length ? (Object.entries(presets).find(same)?.[0] ?? "mine") : "";
      find("why").textContent = choice.selectedOptions[0].dataset.reason ?? "";
    }
    return link;
  }

  function quote(text) {
    return /^[\w.=-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
  }

  /** Take settings, each with the claim's name before it; what is unknown or not allowed is left out. */
  function take(pairs) {
    settings = new Map();
    for (const [name, value] of pairs) {
      const [id, what] = [name.slice(0, name.indexOf(".")), name.slice(name.indexOf(".") + 1)];
      const claim = data.claims[id];
      if (!claim || !allowed(claim, what, value)) continue;
      const text = claim.bars.some((bar) => bar.name === what) ? String(Number(value)) : value;
      if (text !== published(claim, what)) settings.set(id, { ...settings.get(id), [what]: text });
    }
    for (const [id, box] of boxes) writeDials(box, data.claims[id], settings.get(id) ?? {});
  }

  function read() {
    const asked = new URLSearchParams(location.search);
    const place = past.days.indexOf(asked.get("day"));
    slider.value = place < 0 ? past.days.length : place;
    take(place < 0 ? asked : []);
    show();
  }

  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("input", ({ target }) => {
    const box = target.closest("[data-claim]");
    if (target === choice) {
      slider.value = past.days.length;
      take(Object.entries(presets[choice.value] ?? {}));
    } else if (target === slider) {
      if (!today()) take([]);
    } else if (box && target.dataset.set) {
      pair(target);
      const set = readDials(box, data.claims[box.dataset.claim]);
      if (Object.keys(set).length) settings.set(box.dataset.claim, set);
      else settings.delete(box.dataset.claim);
    }
    remember("replaceState", show());
  });
  form.addEventListener("click", ({ target }) => {
    if (target.matches("[data-reset]")) {
      slider.value = past.days.length;
      find("only").checked = false;
      take([]);
    } else if (target.matches("[data-undo]")) {
      const box = target.closest("[data-claim]");
      settings.delete(box.dataset.claim);
      writeDials(box, data.claims[box.dataset.claim], {});
    } else return;
    remember("pushState", show());
  });
  window.addEventListener("popstate", read);
  form.hidden = false;
  find("missing").hidden = true;
  read();
  // A link to one claim's settings opens it.
  if (settings.size === 1) boxes.get([...settings.keys()][0]).open = true;
  root.dataset.ready = "true";
}
