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
  const print = matchMedia('print');
  const tables = [...document.querySelectorAll('.table')];
  for (const table of tables) {
    const labels = [...table.querySelectorAll('th')].map((heading) => heading.textContent);
    for (const row of table.querySelectorAll('tbody tr'))
      [...row.cells].forEach((cell, index) => {
        cell.dataset.label = labels[index];
      });
  }
  const fitAll = () => {
    for (const { classList } of tables) classList.remove('tight', 'stacked');
    for (const way of print.matches ? [] : ['tight', 'stacked']) {
      const wide = tables.filter((table) => table.scrollWidth > table.clientWidth);
      for (const { classList } of wide) classList.add(way);
    }
  };
  fitAll();
  addEventListener('resize', fitAll);
  print.addEventListener('change', fitAll);
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
    const copy = document.createElement('button');
    copy.type = 'button';
    copy.className = 'copy';
    copy.textContent = 'Copy';
    copy.addEventListener('click', () => navigator.clipboard.writeText(code.textContent));
    const show = () => {
      const [after, before] = rows.filter((row) => chosen.includes(row));
      if (before) {
        code.textContent = `${table.dataset.chosen} ${after.dataset.choice} --against ${before.dataset.choice}`;
        line.replaceChildren(code, ...(navigator.clipboard ? [' ', copy] : []));
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
makeChoosable();
fitTables();
