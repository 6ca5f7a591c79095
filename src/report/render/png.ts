import { createRequire } from 'node:module';
import { join } from 'node:path';
import { messageOf } from '../../errors.js';
import { packageRoot } from '../../own-package.js';
import type { ChartConfig } from '../charts/chart.js';

const WIDTH = 960;
const HEIGHT = 560;
const FONT = 'DejaVu Sans';

// Own shapes instead of the libraries' types: the project must compile where these optional packages are absent.
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
interface Canvas {
  registerFont?(path: string, options: { family: string }): void;
  GlobalFonts?: { registerFromPath(path: string, family: string): unknown };
}

/** For hosts without fonts; node-canvas and @napi-rs/canvas each have their own call. */
function registerFont(canvas: Canvas): void {
  const file = join(packageRoot, 'assets', 'fonts', 'DejaVuSans.ttf');
  if (canvas.GlobalFonts) canvas.GlobalFonts.registerFromPath(file, FONT);
  else canvas.registerFont?.(file, { family: FONT });
}

function createPainter(): Painter {
  const require = createRequire(import.meta.url);
  const library: {
    ChartJSNodeCanvas: new (options: PainterOptions) => Painter;
  } = require('chartjs-node-canvas');
  registerFont(createRequire(require.resolve('chartjs-node-canvas'))('canvas'));
  return new library.ChartJSNodeCanvas({
    width: WIDTH,
    height: HEIGHT,
    backgroundColour: 'white',
    chartCallback: (chartJs) => {
      // Loaded here, so that it finds the very copy of Chart.js that the painter has just loaded.
      const bars = require('chartjs-chart-error-bars');
      chartJs.register(bars.LineWithErrorBarsController, bars.PointWithErrorBar);
      chartJs.defaults.color = '#3c4043';
      Object.assign(chartJs.defaults.font, { family: `"${FONT}", sans-serif`, size: 13 });
    },
  });
}

let painter: Painter | undefined;

/** Only one, since a second copy of Chart.js would not know the error bars of the first. */
function onlyPainter(): Painter {
  painter ??= createPainter();
  return painter;
}

/** The least chart that needs everything a real one does. */
const PROBE = {
  type: 'lineWithErrorBars',
  data: { labels: [1], datasets: [{ data: [{ x: 1, y: 1, yMin: 0, yMax: 2 }] }] },
};

/** Why no PNG can be drawn here, or undefined where it can: that all parts load does not mean that they fit. */
export async function chartsUnavailable(): Promise<string | undefined> {
  try {
    onlyPainter().renderToBufferSync(PROBE, 'image/png');
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

/** A PNG of twice the nominal size, for sharp text. Throws where `chartsUnavailable` gives a reason. */
export function renderPng(config: ChartConfig): Uint8Array {
  const copy = structuredClone(config);
  labelRoundTicks(copy);
  copy.options.devicePixelRatio = 2;
  copy.options.layout = { padding: { top: 12, right: 20, bottom: 12, left: 12 } };
  return onlyPainter().renderToBufferSync(copy, 'image/png');
}
