import { describeDrawn } from '../testing/describe-drawn.js';
import { hostile } from '../testing/hostile.js';
import { buildFitDocument } from './build.js';
import { html } from './html.js';

const points = [1, 2, 4, 8, 16].map((workers) => ({
  workers,
  throughput: (100 * workers) / (1 + 0.04 * (workers - 1)),
}));

function page(name: string): string {
  const curve = { name, points, unit: 'items/s', basis: name, machine: {}, doubts: [name] };
  return html(
    buildFitDocument({
      ...{ file: name, format: 'csv', curves: [curve], machine: {}, counts: [32], command: name },
      versions: { corewise: '0.0.0' },
    }),
  );
}

describeDrawn([
  { name: 'a curve', html: page('sort'), charts: 1 },
  { name: 'hostile names', html: page(hostile), charts: 1 },
]);
