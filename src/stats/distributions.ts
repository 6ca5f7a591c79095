import type library from 'jstat';
import { onDemand } from '../own-package.js';

export const jStat = onDemand<typeof library>('jstat');
