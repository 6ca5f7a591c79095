// The page's own script: draws the charts in the page's colours, sorts the tables and fits them to its width. Text and tables need none of it.
function drawCharts(configs) {
  // Pixels: below them a legend must leave room for its chart.
  const NARROW = 400;
  const { Chart, ChartErrorBars } = window;
  Chart.register(ChartErrorBars.LineWithErrorBarsController, ChartErrorBars.PointWithErrorBar);

  const round = (value) => Number(value.toPrecision(3));
  const isBar = ({ chart }) => chart.config.type === 'bar';
  const isRow = ({ chart }) => chart.options.indexAxis === 'y';
  const title = ([item]) =>
    isRow(item)
      ? item.label.replace(',', isBar(item) ? ': ' : ' ')
      : `${item.chart.options.scales.x.title.text.split(' (')[0]}: ${item.raw.at}`;
  const label = (item) => {
    const { dataset, raw } = item;
    if (raw.span)
      return ` ${dataset.label}: ${round(raw.span[1] - raw.span[0])} (${raw.span.map(round).join(' to ')})`;
    const axis = isRow(item) ? 'x' : 'y';
    const [low, high] = [raw[`${axis}Min`], raw[`${axis}Max`]];
    const range = low === undefined ? '' : ` (${round(low)} to ${round(high)})`;
    return ` ${dataset.label}: ${round(raw[axis])}${range}`;
  };

  const takeColors = () => {
    const style = getComputedStyle(document.documentElement);
    Chart.defaults.color = style.getPropertyValue('--muted');
    Chart.defaults.borderColor = style.getPropertyValue('--grid');
    Chart.defaults.font.family = style.getPropertyValue('--sans');
  };

  // Chart.js labels all of the last ticks of a logarithmic axis, which then run into one another.
  const labelRoundTicks = ({ scales }) => {
    for (const scale of Object.values(scales)) {
      if (scale.type !== 'logarithmic') continue;
      scale.ticks.callback = (value) =>
        /^[125]e/.test(value.toExponential()) ? value.toLocaleString('en-US') : '';
    }
  };

  const draw = (canvas) => {
    const config = structuredClone(configs[canvas.id]);
    labelRoundTicks(config.options);
    const ink = getComputedStyle(document.documentElement).getPropertyValue('--ink');
    for (const dataset of config.data.datasets)
      if (dataset.isInk)
        for (const part of ['backgroundColor', 'borderColor', 'errorBarColor', 'errorBarWhiskerColor'])
          if (dataset[part] !== 'transparent') dataset[part] = ink;
    const plugins = config.options.plugins;
    plugins.title.display = false;
    plugins.tooltip = { usePointStyle: true, callbacks: { title, label } };
    config.options.animation = false;
    if (canvas.parentElement.clientWidth < NARROW)
      Object.assign(plugins.legend.labels ?? {}, { padding: 8, boxHeight: 5, font: { size: 11 } });
    return new Chart(canvas, config);
  };

  let charts = [];
  const drawAll = () => {
    for (const chart of charts) chart.destroy();
    takeColors();
    charts = [...document.querySelectorAll('canvas')].map(draw);
  };
  drawAll();
  for (const query of ['(prefers-color-scheme: dark)', 'print'])
    matchMedia(query).addEventListener('change', drawAll);
}

function makeSortable() {
  const keyOf = (row, index) => row.cells[index].dataset.sort;
  const compare = (a, b) => {
    if (a === '' || b === '') return (a === '') - (b === '');
    const difference = Number(a) - Number(b);
    return Number.isNaN(difference) ? a.localeCompare(b) : difference;
  };
  const sort = (heading) => {
    const body = heading.closest('table').tBodies[0];
    const isUp = heading.getAttribute('aria-sort') !== 'ascending';
    for (const other of heading.parentElement.cells) other.removeAttribute('aria-sort');
    heading.setAttribute('aria-sort', isUp ? 'ascending' : 'descending');
    const index = heading.cellIndex;
    const isEmpty = (row) => keyOf(row, index) === '';
    const rows = [...body.rows].sort((a, b) => {
      const order = compare(keyOf(a, index), keyOf(b, index));
      return isUp || isEmpty(a) || isEmpty(b) ? order : -order;
    });
    body.append(...rows);
  };
  for (const heading of document.querySelectorAll('th')) {
    const button = document.createElement('button');
    button.type = 'button';
    button.append(...heading.childNodes);
    button.addEventListener('click', () => sort(heading));
    heading.append(button);
  }
}

// A column that has to be scrolled to is one that nobody sees. A table that is too wide is set tighter, and where that
// is not enough, its rows become cards.
function fitTables() {
  // Columns that a sheet of A4 is wide enough for.
  const MOST_PRINTED = 9;
  const print = matchMedia('print');
  const tables = [...document.querySelectorAll('.table')];
  for (const table of tables) {
    const labels = [...table.querySelectorAll('th')].map((heading) => heading.textContent);
    for (const row of table.querySelectorAll('tbody tr'))
      [...row.cells].forEach((cell, index) => {
        cell.dataset.label = labels[index];
      });
  }
  const fitAll = (isPrinted) => {
    for (const { classList } of tables) classList.remove('tight', 'stacked');
    // Paper cannot be measured before a browser has chosen how small it prints.
    if (isPrinted)
      for (const table of tables)
        table.classList.toggle('stacked', table.querySelectorAll('th').length > MOST_PRINTED);
    for (const way of isPrinted ? [] : ['tight', 'stacked']) {
      const wide = tables.filter((table) => table.scrollWidth > table.clientWidth);
      for (const { classList } of wide) classList.add(way);
    }
  };
  const fitNow = () => fitAll(print.matches);
  fitNow();
  addEventListener('resize', fitNow);
  addEventListener('beforeprint', () => fitAll(true));
  addEventListener('afterprint', () => fitAll(false));
  print.addEventListener('change', fitNow);
}

// A clipboard is there for pages from a server, and in most browsers for files too.
async function copyText(text) {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    const area = document.createElement('textarea');
    area.value = text;
    document.body.append(area);
    area.select();
    document.execCommand('copy');
    area.remove();
  }
}

function buttonOf(text, act) {
  const button = document.createElement('button');
  button.type = 'button';
  button.className = 'copy';
  button.textContent = text;
  button.addEventListener('click', act);
  return button;
}

// The shown rows of a table, for a spreadsheet (figures as they are, what stands below them in a column of its own) and
// for a pull request (as the page shows them).
const copies = {
  CSV: (headings, rows) => {
    const guard = (text) => (/^\s*[=+\-@]/.test(text) && Number.isNaN(Number(text)) ? `'${text}` : text);
    const quoted = (text) => (/[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
    const line = (texts) => `${texts.map((text) => quoted(guard(text))).join(',')}\r\n`;
    const cells = (row) => [...row.cells].map((cell) => [cell.dataset.sort, detailOf(cell)]);
    const hasNote = headings.map((_, index) => rows.some((row) => detailOf(row.cells[index])));
    const kept = (pairs) =>
      pairs.flatMap(([value, note], index) => (hasNote[index] ? [value, note] : [value]));
    const names = headings.map(({ dataset, textContent }) => dataset.name ?? textContent);
    return [names.map((name) => [name, `${name}Note`]), ...rows.map(cells)]
      .map((row) => line(kept(row)))
      .join('');
  },
  Markdown: (headings, rows) => {
    const literal = (text) => text.replace(/[\\`*_[\]|~#<>&]/g, '\\$&');
    const line = (texts) => `| ${texts.join(' | ')} |\n`;
    const shown = (cell) => literal(detailOf(cell) ? `${textOf(cell)} (${detailOf(cell)})` : textOf(cell));
    const ends = headings.map(({ className }) => (className === 'right' ? '---:' : '---'));
    const cells = rows.map((row) => [...row.cells].map(shown));
    return [headings.map(({ textContent }) => literal(textContent)), ends, ...cells].map(line).join('');
  },
};

const textOf = (cell) => cell.firstChild?.textContent ?? '';
const detailOf = (cell) => cell.querySelector('small')?.textContent ?? '';

// A filter by words and by the values of some columns, and copies of what it shows.
function addTools() {
  for (const table of document.querySelectorAll('.table[data-tools]')) {
    const headings = [...table.querySelectorAll('th')];
    const body = table.querySelector('tbody');
    const all = [...body.rows];
    const wordsOf = (row) =>
      [...row.cells].flatMap((cell) => [...cell.childNodes].map((node) => node.textContent));
    const texts = new Map(all.map((row) => [row, ` ${wordsOf(row).join(' ').toLowerCase()}`]));
    const search = document.createElement('input');
    search.type = 'search';
    search.placeholder = 'Filter by words';
    search.setAttribute('aria-label', `${search.placeholder}: ${table.getAttribute('aria-label')}`);
    const choices = headings
      .filter(({ dataset }) => 'choose' in dataset)
      .map((heading) => choiceOf(heading, all));
    const status = document.createElement('span');
    status.setAttribute('role', 'status');
    const shown = () => [...body.rows].filter(({ hidden }) => !hidden);
    const filter = () => {
      const words = search.value.toLowerCase().split(/\s+/);
      for (const row of all)
        row.hidden =
          !words.every((word) => texts.get(row).includes(` ${word}`)) ||
          !choices.every(({ allows }) => allows(row));
      status.textContent = `${shown().length} of ${all.length} shown`;
    };
    const copy = (name) => async () => {
      await copyText(copies[name](headings, shown()));
      status.textContent = `Copied as ${name}: ${shown().length} of ${all.length} rows`;
    };
    const tools = document.createElement('div');
    tools.className = 'tools';
    tools.append(search, ...choices.flatMap(({ select }) => select ?? []));
    tools.append(...Object.keys(copies).map((name) => buttonOf(`Copy as ${name}`, copy(name))), status);
    tools.addEventListener('input', filter);
    table.before(tools);
  }
}

function choiceOf(heading, rows) {
  const wordOf = (row) => textOf(row.cells[heading.cellIndex]);
  const values = [...new Set(rows.map(wordOf))];
  if (values.length < 2) return { allows: () => true };
  const select = document.createElement('select');
  const name = heading.textContent;
  select.setAttribute('aria-label', name);
  select.append(
    new Option(`any ${name}`, ''),
    ...values.map((value) => new Option(`${name}: ${value}`, value)),
  );
  return { select, allows: (row) => select.value === '' || wordOf(row) === select.value };
}

// Two runs can be chosen, for the command that compares them: a page that is a file cannot run it.
function makeChoosable() {
  for (const table of document.querySelectorAll('[data-chosen]')) {
    const rows = [...table.querySelectorAll('tr[data-choice]')];
    const chosen = [];
    const line = document.createElement('p');
    line.className = 'chosen';
    line.setAttribute('role', 'status');
    const code = document.createElement('code');
    const copy = buttonOf('Copy', () => copyText(code.textContent));
    const show = () => {
      const [after, before] = rows.filter((row) => chosen.includes(row));
      if (before) {
        const { chosen: command, chosenEnd } = table.dataset;
        code.textContent = `${command} ${after.dataset.choice} --against ${before.dataset.choice} ${chosenEnd}`;
        line.replaceChildren(code, ' ', copy);
      } else line.replaceChildren(chosen.length === 0 ? '' : 'Choose another run to compare it with.');
    };
    for (const row of rows) {
      const box = document.createElement('input');
      box.type = 'checkbox';
      box.setAttribute('aria-label', `Compare ${row.cells[0].textContent}`);
      box.addEventListener('change', () => {
        if (box.checked) chosen.push(row);
        else chosen.splice(chosen.indexOf(row), 1);
        if (chosen.length > 2) chosen.shift().querySelector('input').checked = false;
        show();
      });
      row.cells[0].prepend(box, ' ');
    }
    table.before(line);
  }
}

const configs = document.getElementById('charts');
if (configs) drawCharts(JSON.parse(configs.textContent));
makeSortable();
addTools();
makeChoosable();
fitTables();
