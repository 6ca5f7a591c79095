import { compareMachines } from '../../market/compare/index.js';
import { inventCompared, options } from '../../market/compare/testing/invented-records.js';
import { describeDrawn } from '../testing/describe-drawn.js';
import { hostile } from '../testing/hostile.js';
import { html } from './page.js';
import { machines, versions } from './testing/invented.js';

const hostileMachine = (name: string, rate: number) =>
  inventCompared({ name, rate, label: name, host: { cpu: hostile } });

describeDrawn([
  { name: 'machines', html: html(machines), charts: 2 },
  { name: 'versions', html: html(versions), charts: 1 },
  {
    name: 'hostile names',
    html: html(
      compareMachines([hostileMachine(`1${hostile}`, 100), hostileMachine(`2${hostile}`, 80)], options),
    ),
    charts: 1,
  },
]);
