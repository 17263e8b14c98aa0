// Draws the pictures so that they answer to pointer and keys, changes between the languages, folds what is long.
// Without it the page shows the same figures as still pictures.
(() => {
  'use strict';

  const data = JSON.parse(document.getElementById('data').textContent);
  const root = document.documentElement;
  const reports = [...document.querySelectorAll('.report')];
  const INK = '#1a1a1a', SOFT = '#4d4d4d', GRID = '#dddddd';
  const LARGE_STEP = 10, LABEL_ROOM = 22, BAND_OPACITY = '33';
  const DAY = 1440, HOUR = 60, LONG_WAIT = 120;
  const family = getComputedStyle(document.body).fontFamily;
  const unit = () => parseFloat(getComputedStyle(root).fontSize);
  const small = () => Math.round(unit() * 0.8);

  // Words.

  const say = (pattern, values) => pattern.replace(/\{(\w+)\}/g, (_, name) => values[name]);
  const whole = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 });
  const precise = new Intl.NumberFormat('en-US', { maximumSignificantDigits: 3 });
  const number = (value) => (Math.abs(value) >= 100 ? whole : precise).format(value);

  function wait(minutes, words) {
    const total = Math.round(minutes);
    if (total < 1) return words.under_a_minute;
    if (total < LONG_WAIT) return say(words.minutes, { minutes: total });
    return say(words.hours, { hours: Math.floor(total / HOUR), minutes: total % HOUR });
  }

  // A minute's figure stands in its middle; what is read is its beginning.
  function placeName(x, figure, words) {
    const minute = Math.floor(x);
    if (figure.place.kind === 'clock') {
      const at = Math.round(figure.place.opening) + minute;
      const of_day = ((at % DAY) + DAY) % DAY;
      const clock = `${Math.floor(of_day / HOUR)}:${String(of_day % HOUR).padStart(2, '0')}`;
      const day_of = (of) => Math.floor((figure.place.opening + of) / DAY);
      const first = day_of(figure.across.from);
      const many = day_of(figure.across.to) > first;
      return many ? say(words.at_clock_of_day, { day: day_of(minute) - first + 1, clock }) : say(words.at_clock, { clock });
    }
    if (figure.place.kind === 'opening') {
      return minute < 0
        ? say(words.before_opening, { minutes: number(-minute) })
        : say(words.after_opening, { minutes: number(minute) });
    }
    return say(words.at, { name: figure.across.title, value: number(x) });
  }

  function valueName(value, plot, words) {
    if (value === null || value === undefined) return words.nothing;
    return plot.is_wait ? wait(value, words) : number(value);
  }

  // Elements.

  function element(name, attributes, children = []) {
    const made = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    made.append(...children);
    return made;
  }

  function drawn(name, attributes) {
    const made = document.createElementNS('http://www.w3.org/2000/svg', name);
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    return made;
  }

  const hasLine = (look) => look.shape.endsWith('line');

  // A piece of a curve, as it stands before its name.
  function sample(look, is_band) {
    const svg = drawn('svg', { width: 46, height: 14, 'aria-hidden': 'true' });
    if (is_band) {
      svg.append(drawn('rect', { x: 0, y: 1, width: 46, height: 12, fill: look.colour, opacity: 0.3 }));
      return svg;
    }
    if (hasLine(look)) {
      svg.append(drawn('line', {
        x1: 0, y1: 7, x2: 46, y2: 7, stroke: look.colour, 'stroke-width': look.width, 'stroke-dasharray': look.dashes.join(' '),
      }));
    }
    if (look.shape !== 'line') {
      const is_ring = look.shape.startsWith('ring');
      svg.append(drawn('circle', {
        cx: 23, cy: 7, r: 4.5, fill: is_ring ? '#ffffff' : look.colour, stroke: look.colour, 'stroke-width': is_ring ? 2 : 0,
      }));
    }
    return svg;
  }

  function legend(plot) {
    const list = element('ul', { class: 'legend' });
    const entry = (look, label, is_band) => {
      const value = element('b', is_band ? { class: 'range' } : {});
      list.append(element('li', {}, [sample(look, is_band), element('span', {}, [label]), value]));
      return value;
    };
    const values = plot.curves.map((curve) => (curve.label ? entry(curve.look, curve.label, false) : element('b', {})));
    const banded = plot.curves.find((curve) => curve.band);
    const band = banded && plot.band_label ? { value: entry(banded.look, plot.band_label, true), ends: banded.band } : null;
    for (const level of plot.levels) {
      entry(level.look, level.at > plot.up.to ? `${level.label} ↑` : level.label, false).remove();
    }
    return { list, values, band };
  }

  // Pictures.

  // Of marked places those whose names have room beside each other.
  function ticks(axis, length, room) {
    const every = Math.max(1, Math.ceil((axis.ticks.length * room) / Math.max(length, 1)));
    return axis.ticks.filter((_, index) => index % every === 0);
  }

  function axisOptions(axis, is_upright, font) {
    const names = new Map(axis.ticks);
    const widest = Math.max(0, ...axis.ticks.map(([, name]) => name.length));
    return {
      stroke: INK,
      font,
      grid: { stroke: GRID, width: 1 },
      ticks: { stroke: SOFT, width: 1, size: 5 },
      border: { show: true, stroke: SOFT, width: 1 },
      gap: 4,
      size: is_upright ? Math.ceil(widest * small() * 0.62) + 18 : small() + 20,
      splits: (u) => {
        const length = is_upright ? u.bbox.height : u.bbox.width;
        const room = is_upright ? small() * 1.6 : Math.max(small() * 0.75 * widest, small() * 2) + 14;
        return ticks(axis, length / uPlot.pxRatio, room).map(([at]) => at);
      },
      values: (_, splits) => splits.map((at) => names.get(at) ?? ''),
      filter: (_, splits) => splits,
    };
  }

  // Places at even distances for the rings on a line.
  function everySoOften(u, values) {
    const found = [];
    let next = u.bbox.left + 45 * uPlot.pxRatio;
    u.data[0].forEach((x, index) => {
      const at = u.valToPos(x, 'x', true);
      if (values[index] !== null && at >= next) {
        found.push(index);
        next = at + 90 * uPlot.pxRatio;
      }
    });
    return found;
  }

  function seriesOptions(curve) {
    const { look } = curve;
    const is_ring = look.shape.startsWith('ring');
    const points = { show: look.shape !== 'line', size: 9, stroke: look.colour, width: is_ring ? 2 : 0, fill: is_ring ? '#ffffff' : look.colour };
    if (look.shape === 'ringed_line') points.filter = (u, index, show) => (show ? everySoOften(u, u.data[index]) : null);
    const options = { stroke: look.colour, width: look.width, dash: look.dashes, spanGaps: curve.is_joined, points };
    if (!hasLine(look)) options.paths = () => null;
    return options;
  }

  // Names and lines over the curves: limits, the opening, marked points.
  function drawMarks(u, plot, is_first) {
    const { ctx } = u;
    const scale = uPlot.pxRatio;
    const { left, top, width, height } = u.bbox;
    const across = (value) => u.valToPos(value, 'x', true);
    const up = (value) => u.valToPos(value, 'y', true);
    const line = (look, from, to) => {
      ctx.beginPath();
      ctx.setLineDash(look.dashes.map((length) => length * scale));
      ctx.lineWidth = look.width * scale;
      ctx.strokeStyle = look.colour;
      ctx.moveTo(...from);
      ctx.lineTo(...to);
      ctx.stroke();
    };
    const name = (text, x, y) => {
      const half = ctx.measureText(text).width / 2;
      ctx.fillText(text, Math.min(Math.max(x, left + half), Math.max(left + width - half, left + half)), y);
    };
    ctx.save();
    ctx.font = `${small() * scale}px ${family}`;
    ctx.textAlign = 'center';
    ctx.textBaseline = 'alphabetic';
    for (const level of plot.levels) {
      if (level.at <= plot.up.to) line(level.look, [left, up(level.at)], [left + width, up(level.at)]);
    }
    plot.uprights.forEach(([at, label], row) => {
      if (at < u.scales.x.min || at > u.scales.x.max) return;
      const x = across(at);
      const rise = is_first ? (plot.uprights.length - 1 - row) * LABEL_ROOM * scale : 0;
      line({ colour: SOFT, width: 1.5, dashes: row > 0 ? [6, 3, 2, 3] : [] }, [x, top - rise - 3 * scale], [x, top + height]);
      ctx.fillStyle = INK;
      if (is_first) name(label, x, top - rise - 7 * scale);
    });
    for (const [x, y, label] of plot.points) {
      if (y > plot.up.to) continue;
      ctx.beginPath();
      ctx.setLineDash([]);
      ctx.fillStyle = INK;
      ctx.arc(across(x), up(y), 4 * scale, 0, 2 * Math.PI);
      ctx.fill();
      ctx.lineWidth = 4 * scale;
      ctx.strokeStyle = '#ffffff';
      name(label, across(x), up(y) - 10 * scale);
    }
    ctx.restore();
  }

  function plotOptions(figure, plot, size, is_first, onMove) {
    const font = `${small()}px ${family}`;
    const series = [{}];
    const bands = [];
    for (const curve of plot.curves) {
      if (!curve.band) continue;
      const end = { stroke: 'transparent', width: 0, points: { show: false } };
      series.push({ ...end }, { ...end });
      bands.push({ series: [series.length - 1, series.length - 2], fill: curve.look.colour + BAND_OPACITY });
    }
    const hidden = series.length;
    // The first curve lies on top.
    series.push(...[...plot.curves].reverse().map(seriesOptions));
    const above = is_first ? plot.uprights.length * LABEL_ROOM + 4 : 10;
    return {
      width: size.width,
      height: size.height,
      padding: [above, 18, 0, 4],
      legend: { show: false },
      cursor: {
        x: true,
        y: false,
        drag: { x: false, y: false, setScale: false },
        points: { size: (u, index) => (index < hidden ? 0 : 9) },
      },
      scales: {
        x: { time: false, distr: figure.across.is_logarithmic ? 3 : 1, range: [figure.across.from, figure.across.to] },
        y: { range: [plot.up.from, plot.up.to] },
      },
      axes: [axisOptions(figure.across, false, font), axisOptions(plot.up, true, font)],
      series,
      bands,
      hooks: { draw: [(u) => drawMarks(u, plot, is_first)], setCursor: [onMove] },
    };
  }

  function plotData(figure, plot) {
    const bands = plot.curves.flatMap((curve) => curve.band || []);
    const curves = [...plot.curves].reverse().map((curve) => curve.column);
    return [figure.column, ...bands, ...curves].map((column) => data.columns[column]);
  }

  // One picture: its plots, the values under the pointer, the keys.
  function picture(box, heading, figure, words) {
    const xs = data.columns[figure.column];
    const readout = element('p', { class: 'readout' }, [words.hint]);
    const heard = element('div', { class: 'heard', 'aria-live': 'polite', role: 'status' });
    const plots = element('div', {
      class: 'plots', tabindex: '0', role: 'application', 'aria-label': `${heading} ${words.keys}`,
    }, [readout]);
    let chosen = null;
    let is_moving = false;

    const parts = figure.plots.map((plot, position) => {
      const { list, values, band } = legend(plot);
      const place = element('div', {});
      const title = element('h4', {}, [plot.up.title]);
      plots.append(element('div', { class: 'plot' }, [title, list, place]));
      return { plot, values, band, place, is_first: position === 0, chart: null };
    });
    if (figure.across.title) plots.append(element('p', { class: 'caption', style: 'text-align:center;margin:0' }, [figure.across.title]));
    box.append(plots, heard);
    box.hidden = false;

    const shares = figure.plots.reduce((sum, plot) => sum + plot.share, 0);
    const size = (part) => {
      const width = Math.max(200, part.place.clientWidth);
      const all = Math.min(Math.max(width * 0.55, 260), 420) + (figure.plots.length - 1) * 120;
      return { width, height: Math.round(Math.max(150, (all * part.plot.share) / shares)) };
    };

    function show(index) {
      chosen = index;
      readout.textContent = index === null ? words.hint : placeName(xs[index], figure, words);
      const told = index === null ? [] : [readout.textContent];
      for (const { plot, values, band } of parts) {
        plot.curves.forEach((curve, position) => {
          const text = index === null ? '' : valueName(data.columns[curve.column][index], plot, words);
          values[position].textContent = text;
          if (text && curve.label) told.push(say(words.named, { name: curve.label, value: text }));
        });
        if (!band) continue;
        const [low, high] = band.ends.map((column) => (index === null ? null : data.columns[column][index]));
        band.value.textContent = low === null || high === null
          ? ''
          : say(words.range, { low: valueName(low, plot, words), high: valueName(high, plot, words) });
      }
      return told;
    }

    // Sets the line of every plot to a place; `null` takes it away.
    function moveTo(index, except) {
      is_moving = true;
      for (const { chart } of parts) {
        if (chart === except) continue;
        const left = index === null ? -10 : chart.valToPos(xs[index], 'x');
        chart.setCursor({ left, top: index === null ? -10 : 10 }, false);
      }
      is_moving = false;
      return show(index);
    }

    const onMove = (u) => {
      if (!is_moving) moveTo(u.cursor.left < 0 ? null : u.cursor.idx ?? null, u);
    };
    for (const part of parts) {
      part.chart = new uPlot(plotOptions(figure, part.plot, size(part), part.is_first, onMove), plotData(figure, part.plot), part.place);
    }

    const start = Math.max(0, xs.findIndex((x) => x >= 0));
    const keys = {
      ArrowLeft: (at) => at - 1,
      ArrowRight: (at) => at + 1,
      PageDown: (at) => at + LARGE_STEP,
      PageUp: (at) => at - LARGE_STEP,
      Home: () => 0,
      End: () => xs.length - 1,
    };
    plots.addEventListener('keydown', (event) => {
      if (event.key === 'Escape') {
        moveTo(null);
        heard.textContent = '';
        return;
      }
      const key = keys[event.key];
      if (!key || event.ctrlKey || event.altKey || event.metaKey) return;
      event.preventDefault();
      const from_outside = chosen === null && event.key.startsWith('Arrow');
      const at = from_outside ? start : key(chosen ?? start);
      heard.textContent = moveTo(Math.min(Math.max(at, 0), xs.length - 1)).join('  ');
    });
    new ResizeObserver(() => {
      for (const part of parts) {
        const wanted = size(part);
        const is_seen = part.place.clientWidth > 0;
        if (is_seen && (wanted.width !== part.chart.width || wanted.height !== part.chart.height)) part.chart.setSize(wanted);
      }
    }).observe(plots);
  }

  // Languages.

  const prepared = new Set();

  function prepare(report, position) {
    if (prepared.has(position)) return;
    prepared.add(position);
    const { words, figures } = data.reports[position];
    report.querySelectorAll('.figure').forEach((section, index) => {
      const figure = figures[index];
      if (!figure) return;
      picture(section.querySelector('.chart'), section.querySelector('h3').textContent, figure, words);
    });
  }

  // What is wider than the page is reached by keyboard, too.
  function findWide() {
    reports.forEach((report, position) => {
      for (const box of report.querySelectorAll('.scroll, .picture')) {
        if (box.scrollWidth > box.clientWidth) {
          box.setAttribute('tabindex', '0');
          box.setAttribute('role', 'region');
          box.setAttribute('aria-label', data.reports[position].words.scrolls);
        } else {
          for (const name of ['tabindex', 'role', 'aria-label']) box.removeAttribute(name);
        }
      }
    });
  }

  function show(code) {
    const position = data.reports.findIndex(({ words }) => words.code === code);
    if (position < 0) return;
    reports.forEach((report, other) => { report.hidden = other !== position; });
    root.lang = code;
    document.title = reports[position].dataset.title;
    prepare(reports[position], position);
    findWide();
  }

  const asked = () => /^#lang=([\w-]+)$/.exec(location.hash)?.[1];

  function fold() {
    for (const section of document.querySelectorAll('details.section')) section.open = false;
  }

  async function begin() {
    root.classList.add('live');
    fold();
    const texts = document.body.textContent.slice(0, 2000);
    // Pictures measure their texts, so the font must be there before them.
    await document.fonts.load('16px "machiai page"', texts).catch(() => {});
    show(asked() ?? root.lang);
    for (const button of document.querySelectorAll('[data-language]')) {
      button.addEventListener('click', () => {
        const code = button.dataset.language;
        show(code);
        location.replace(`#lang=${code}`);
        document.querySelector(`.report:not([hidden]) [data-language="${code}"]`)?.focus();
      });
    }
    for (const button of document.querySelectorAll('[data-print]')) button.addEventListener('click', () => window.print());
    window.addEventListener('hashchange', () => { if (asked()) show(asked()); });
    window.addEventListener('resize', findWide);
    document.addEventListener('toggle', findWide, true);
    // On paper nothing folds.
    let folded = [];
    window.addEventListener('beforeprint', () => {
      folded = [...document.querySelectorAll('details.section:not([open])')];
      for (const section of folded) section.open = true;
    });
    window.addEventListener('afterprint', () => { for (const section of folded) section.open = false; });
    root.classList.add('ready');
  }

  begin();
})();
