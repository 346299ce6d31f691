// What if: bars, readings and choices set otherwise, on the page of that name and on each card. Nothing is judged here by a
// rule of its own: figures, whether they pass as published, what an operator says of below, at and above, and the word for
// every pattern of what passes come from Python (brink/report/whatif.py). This compares and looks up.
"use strict";

const MARKS = new Map([[true, "+"], [false, "-"], [null, "?"]]);

/** Judge one claim of `data` with what is `set` (name without the claim -> text): verdict, literal figure, its bar. */
function judge(data, id, set) {
  const claim = data.claims[id];
  const way = claim.choices.reduce((place, [name, values]) => place * values.length + Math.max(0, values.indexOf(set[name])), 0);
  const first = Math.max(0, claim.readings.findIndex(({ key }) => key === set.literal));
  const order = [first, ...[...claim.readings.keys()].filter((place) => place !== first)];
  const passes = (when, reading) => {
    const [value, , published] = claim.figures[claim[when][reading][way]];
    const bar = claim.bars[claim.readings[reading].bar];
    if (value === null || !bar || !(bar.name in set)) return published;
    return data.rule.operators[bar.operator][Math.sign(value - Number(set[bar.name])) + 1];
  };
  const [literal, ...others] = order.map((reading) => passes("then", reading));
  const later = MARKS.get(passes("revised", first));
  const pattern = `${Number(claim.over || claim.settles.includes(later))}${MARKS.get(literal)}${MARKS.get(others.includes(true))}${later}`;
  const [, written, , title] = claim.figures[claim[claim.kind === "prediction" ? "revised" : "then"][first][way]];
  const bar = claim.bars[claim.readings[first].bar];
  return {
    word: data.rule.verdicts[claim.kind][pattern],
    written,
    measured: claim.titles[title],
    bar: claim.words[first].replace("{}", bar ? spell(Number(set[bar.name] ?? bar.bound)) : ""),
  };
}

/** Write a number as the book does. */
function spell(number) {
  return number.toLocaleString("en-US", { maximumFractionDigits: 10 }).replace("-", "−");
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
function pair(field) {
  for (const other of field.closest(".brink-dial").querySelectorAll("[data-set]")) if (other !== field) other.value = field.value;
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
  document.querySelectorAll("[data-whatif]").forEach(startPage);
  document.querySelectorAll("script[data-whatif-cards]").forEach(startCards);
});

// --- the cards of a chapter ---------------------------------------------------------------------

function startCards(script) {
  const data = JSON.parse(script.textContent);
  for (const box of document.querySelectorAll("[data-whatif-card]")) {
    const id = box.dataset.whatifCard;
    if (!(id in data.claims)) continue;
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
    writeDials(box, claim, {});
    box.hidden = false;
    show();
  }
}

// --- the page -----------------------------------------------------------------------------------

function startPage(root) {
  const data = JSON.parse(root.querySelector("script").textContent);
  const { past, presets, rule } = data;
  const form = root.querySelector("form");
  const find = (name) => root.querySelector(`[data-${name}]`);
  const boxes = new Map([...root.querySelectorAll("[data-claim]")].map((box) => [box.dataset.claim, box]));
  const before = new Map([...boxes.keys()].map((id) => [id, judge(data, id, {})]));
  const shown = new Map();
  const slider = find("day");
  const choice = find("preset");
  /** What is set, by claim; only claims of which anything is. */
  let settings = new Map();
  const words = [...root.querySelectorAll(".brink-bar > span")];
  const counts = [...root.querySelectorAll(".brink-tally li")];

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
      const now = today() ? judge(data, id, settings.get(id) ?? {}) : onDay(id, Number(slider.value));
      tally[now.word] += 1;
      const turned = now.word !== before.get(id).word;
      moved += turned;
      box.hidden = find("only").checked && !turned;
      const key = JSON.stringify(now);
      if (shown.get(id) === key) continue;
      shown.set(id, key);
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
    for (const field of root.querySelectorAll("details fieldset")) field.disabled = !today();
    const link = address(location.pathname.split("/").pop(), today() ? set : [["day", past.days[slider.value]]]);
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

  function remember(how) {
    const link = show();
    // A page on disk has no origin of its own; some browsers then refuse to change its address.
    try {
      history[how](null, "", link + location.hash);
    } catch {}
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
    remember("replaceState");
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
    remember("pushState");
  });
  window.addEventListener("popstate", read);
  form.hidden = false;
  read();
  // A link to one claim's settings opens it.
  if (settings.size === 1) boxes.get([...settings.keys()][0]).open = true;
  root.dataset.ready = "true";
}
