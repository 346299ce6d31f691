// Ask a figure for a point: hover, tap, or the arrow keys. The points were saved when the figure was drawn (brink/report/points.py).
(() => {
  const MONTHS = "January February March April May June July August September October November December".split(" ");

  const moment = (place, panel) => {
    if (panel.kind === "years") return String(place);
    const day = new Date(place * 864e5), year = day.getUTCFullYear(), month = day.getUTCMonth();
    if (panel.by === "year") return String(year);
    if (panel.by === "quarter") return `${year}Q${Math.floor(month / 3) + 1}`;
    return `${panel.by === "day" ? `${day.getUTCDate()} ` : ""}${MONTHS[month]} ${year}`;
  };

  const written = value => value.toLocaleString("en", { maximumSignificantDigits: 15 }).replace("-", "−");

  // Every point of a figure in one list, series after series: what it says, and where it stands in each drawing.
  const read = panels => panels.flatMap((panel, place) => panel.series.flatMap((series, number) => {
    const tones = series.tones.flatMap(([tone, count]) => Array(count).fill(tone));
    let day = 0;
    return series.x.map((step, i) => {
      const x = panel.kind === "time" ? (day += step) : step, y = series.y[i], row = panel.kind === "rows";
      const name = [series.names?.[i], series.name].filter(Boolean).join(", ");
      const when = row || series.names?.[i] ? "" : panel.kind === "number" ? `${panel.along} ${written(x)}` : moment(x, panel);
      const head = [name, when].filter(Boolean).join(", ");
      return { x, y, row, panel, series: `${place} ${number}`, tone: tones[i], head, value: written(row ? x : y), unit: (row && panel.along) || panel.says };
    });
  }));

  const share = (value, [low, high, log]) =>
    log ? Math.log(value / low) / Math.log(high / low) : (value - low) / (high - low);

  const stands = (point, width) => {
    const { box: [left, top, right, bottom], x, y } = point.panel[width];
    return [(left + share(point.x, x) * (right - left)) / 100, (bottom - share(point.y, y) * (bottom - top)) / 100];
  };

  const add = (parent, tag, className) => {
    const element = document.createElement(tag);
    element.className = className;
    parent.append(element);
    return element;
  };

  const open = plot => {
    const points = read(JSON.parse(plot.querySelector(".brink-points").textContent));
    if (!points.length) return;
    const ring = add(plot, "span", "brink-ring"), tip = add(plot, "span", "brink-tip");
    // A slider is what a keyboard and a screen reader know how to move through; its text is the point.
    const slider = add(plot, "input", "brink-ask");
    Object.assign(slider, { type: "range", min: 0, max: points.length - 1, step: 1, value: 0 });
    const caption = plot.closest("figure").querySelector("figcaption").textContent.trim();
    slider.setAttribute("aria-label", `Values of the figure: ${caption}`);
    tip.setAttribute("aria-hidden", "true");

    const drawing = () => [...plot.querySelectorAll("img")].find(image => image.offsetParent !== null);
    const width = () => (drawing()?.currentSrc.includes("-narrow") ? "narrow" : "wide");

    const say = index => {
      const point = points[index], words = `${point.head}: ${point.value}`;
      slider.value = index;
      slider.setAttribute("aria-valuetext", point.unit ? `${words} (${point.unit})` : words);
    };

    const show = index => {
      say(index);
      const point = points[index], image = drawing();
      if (!image) return;
      const [across, down] = stands(point, width());
      const x = image.offsetLeft + (across * image.offsetWidth) / 100, y = image.offsetTop + (down * image.offsetHeight) / 100;
      ring.style.cssText = `left:${x}px;top:${y}px`;
      ring.className = `brink-ring brink-tone-${point.tone}`;
      tip.replaceChildren();
      add(tip, "strong", "").textContent = point.value;
      add(tip, "span", "").textContent = ` ${point.head}`;
      if (point.unit) add(tip, "small", "").textContent = point.unit;
      plot.classList.add("brink-asked");
      const room = plot.clientWidth - tip.offsetWidth;
      const above = y - tip.offsetHeight - 14;
      tip.style.left = `${Math.max(0, Math.min(room, x - tip.offsetWidth / 2))}px`;
      tip.style.top = `${above >= 0 ? above : y + 14}px`;
    };

    const hide = () => plot.classList.remove("brink-asked");

    const nearest = event => {
      const image = drawing().getBoundingClientRect(), seen = width();
      let best = 0, least = Infinity;
      points.forEach((point, i) => {
        const [across, down] = stands(point, seen);
        const far = ((across * image.width) / 100 + image.left - event.clientX) ** 2 + ((down * image.height) / 100 + image.top - event.clientY) ** 2;
        if (far < least) [best, least] = [i, far];
      });
      return best;
    };

    // Up and down: the point of the next series that stands nearest.
    const beside = step => {
      const now = points[slider.value], names = [...new Set(points.map(point => point.series))];
      const wanted = names[(names.indexOf(now.series) + step + names.length) % names.length];
      const near = points.map((point, i) => [Math.abs(now.row ? point.y - now.y : point.x - now.x), i]).filter(([, i]) => points[i].series === wanted);
      return near.reduce((a, b) => (b[0] < a[0] ? b : a))[1];
    };

    say(0);
    plot.addEventListener("pointermove", event => show(nearest(event)));
    plot.addEventListener("pointerdown", event => show(nearest(event)));
    plot.addEventListener("pointerleave", () => document.activeElement !== slider && hide());
    slider.addEventListener("focus", () => show(+slider.value));
    slider.addEventListener("blur", hide);
    slider.addEventListener("input", () => show(+slider.value));
    slider.addEventListener("keydown", event => {
      const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
      if (step) { event.preventDefault(); show(beside(step)); }
      if (event.key === "Escape") hide();
    });
  };

  const start = () => document.querySelectorAll(".brink-plot").forEach(open);
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
  else start();
})();
