import { createRequire } from 'node:module';
import { messageOf } from '../../errors.js';
import type { ChartConfig } from '../charts/chart.js';

const WIDTH = 960;
const HEIGHT = 560;
const FONT = 'DejaVu Sans';
const FONT_FILE = '@fontsource/dejavu-sans/files/dejavu-sans-latin-400-normal.woff';

/** What draws: a package with prebuilt binaries, or node-canvas, whose place it takes. */
const CANVASES = ['@napi-rs/canvas', 'canvas'];

/** What a user installs for pictures. */
const INSTALL = 'npm install @napi-rs/canvas @fontsource/dejavu-sans';

// Own shapes: the libraries' types speak of a browser, which is not there.
interface Painter {
  renderToBufferSync(config: object, mimeType: 'image/png'): Uint8Array;
}
interface ChartJs {
  register(...items: unknown[]): void;
  defaults: { color: string; font: { family: string; size: number } };
}
interface PainterOptions {
  width: number;
  height: number;
  backgroundColour: string;
  chartCallback(chartJs: ChartJs): void;
}
interface Library {
  ChartJSNodeCanvas: new (options: PainterOptions) => Painter;
}
interface Canvas {
  registerFont?(path: string, options: { family: string }): void;
  GlobalFonts?: { registerFromPath(path: string, family: string): unknown; families: readonly unknown[] };
}

const requireHere = createRequire(import.meta.url);

function isThere(file: string): boolean {
  try {
    requireHere.resolve(file);
    return true;
  } catch {
    return false;
  }
}

/** For hosts without fonts, and so that charts look the same everywhere; node-canvas has a call of its own. */
function registerFont(canvas: Canvas): void {
  if (isThere(FONT_FILE)) {
    const file = requireHere.resolve(FONT_FILE);
    if (canvas.GlobalFonts) canvas.GlobalFonts.registerFromPath(file, FONT);
    else canvas.registerFont?.(file, { family: FONT });
  }
  if (canvas.GlobalFonts?.families.length === 0) throw new Error(`this machine has no fonts (${INSTALL})`);
}

async function createPainter(): Promise<Painter> {
  const canvas = CANVASES.find(isThere);
  if (canvas === undefined) throw new Error(`@napi-rs/canvas is not installed (${INSTALL})`);
  registerFont(requireHere(canvas));
  const library = (await import('chartjs-node-canvas')) as unknown as Library;
  return new library.ChartJSNodeCanvas({
    width: WIDTH,
    height: HEIGHT,
    backgroundColour: 'white',
    chartCallback: (chartJs) => {
      // Loaded here and again for each painter, so that it finds the very copy of Chart.js that this one has loaded.
      delete requireHere.cache[requireHere.resolve('chartjs-chart-error-bars')];
      const bars = requireHere('chartjs-chart-error-bars');
      chartJs.register(bars.LineWithErrorBarsController, bars.PointWithErrorBar);
      chartJs.defaults.color = '#3c4043';
      Object.assign(chartJs.defaults.font, { family: `"${FONT}", sans-serif`, size: 13 });
    },
  });
}

/** One for all charts, since each loads a copy of Chart.js. */
let opened: Promise<Painter> | undefined;
/** Once it has drawn something. */
let painter: Painter | undefined;

/** The least chart that needs everything a real one does. */
const PROBE = {
  type: 'lineWithErrorBars',
  data: { labels: [1], datasets: [{ data: [{ x: 1, y: 1, yMin: 0, yMax: 2 }] }] },
};

/** Why no PNG can be drawn here, or undefined where it can: that all parts load does not mean that they fit. */
export async function chartsUnavailable(): Promise<string | undefined> {
  try {
    opened ??= createPainter();
    const ready = await opened;
    ready.renderToBufferSync(PROBE, 'image/png');
    painter = ready;
    return undefined;
  } catch (error) {
    return messageOf(error).split('\n')[0];
  }
}

// The page's script does the same: a configuration is plain data, and this takes a function.
/** Chart.js labels all of the last ticks of a logarithmic axis, which then run into one another. */
function labelRoundTicks({ options }: ChartConfig): void {
  const scales = Object.values(options.scales!) as { type: string; ticks?: object }[];
  for (const scale of scales.filter(({ type }) => type === 'logarithmic')) {
    const callback = (value: number) =>
      /^[125]e/.test(value.toExponential()) ? value.toLocaleString('en-US') : '';
    scale.ticks = { ...scale.ticks, callback };
  }
}

interface DrawnChart {
  ctx: {
    fillStyle: string;
    font: string;
    textAlign: string;
    textBaseline: string;
    fillText(text: string, x: number, y: number): void;
  };
  data: ChartConfig['data'];
  getDatasetMeta(index: number): { data: { getCenterPoint(): { x: number; y: number } }[] };
}

const CELL_LINE = 17;

/** What stands in each cell of a heat map, in its middle. */
const cellTexts = {
  id: 'cells',
  afterDatasetsDraw(chart: DrawnChart) {
    const { ctx, data } = chart;
    Object.assign(ctx, { fillStyle: '#202124', textAlign: 'center', textBaseline: 'middle' });
    data.datasets.forEach((dataset, column) => {
      dataset.data.forEach(({ lines = [] }, row) => {
        const { x, y } = chart.getDatasetMeta(column).data[row]!.getCenterPoint();
        lines.forEach((line, i) => {
          ctx.font = `${i === 0 ? 14 : 11}px "${FONT}", sans-serif`;
          ctx.fillText(line, x, y + (i - (lines.length - 1) / 2) * CELL_LINE);
        });
      });
    });
  },
};

/** Names of columns below their middles: a linear axis labels their edges. */
function nameColumns({ cells, options }: ChartConfig): void {
  if (cells === undefined) return;
  const { x } = options.scales as unknown as { x: object };
  Object.assign(x, {
    afterBuildTicks: (axis: { ticks: object[] }) => {
      axis.ticks = cells.columns.map((_, column) => ({ value: column + 0.5 }));
    },
    ticks: { callback: (value: number) => cells.columns[Math.floor(value)], autoSkip: false },
  });
}

/** A PNG of twice the nominal size, for sharp text. Only after `chartsUnavailable` has found no reason against it. */
export function renderPng(config: ChartConfig): Uint8Array {
  if (painter === undefined) throw new Error('chartsUnavailable() comes before the first chart.');
  const copy = structuredClone(config);
  labelRoundTicks(copy);
  nameColumns(copy);
  copy.options.devicePixelRatio = 2;
  copy.options.layout = { padding: { top: 12, right: 20, bottom: 12, left: 12 } };
  const { cells, ...plain } = copy;
  const drawn = cells === undefined ? plain : { ...plain, plugins: [cellTexts] };
  return painter.renderToBufferSync(drawn, 'image/png');
}
