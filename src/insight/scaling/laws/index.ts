import { amdahl } from './amdahl.js';
import { linear } from './linear.js';
import { quota } from './quota.js';
import { saturating } from './saturating.js';
import { usl } from './usl.js';
import { uslSmt } from './usl-smt.js';

/** Every law; each fits by plain least squares by itself: `laws.usl.fit(points)`. */
export const laws = { linear, amdahl, usl, uslSmt, quota, saturating } as const;
