import type { Catalog } from '../catalog/index.js';
import type { PublicRates } from '../prior/index.js';
import type { LatencyOverLoad, StableQueue } from '../queue/index.js';
import type { AutoscaledFleet } from './autoscaled.js';
import type { Evidence, PlannedWork } from './evidence/evidence.js';
import type { Impossible } from './impossible.js';
import type { RankedChoice } from './rank.js';
import type { Constraints, Demand } from './request.js';
import type { Next } from './risk/next.js';
import type { Risk } from './risk/risk.js';
import type { BreakEven, FleetPoint } from './sensitivity.js';

/** Which instance, how many, with what settings, at what cost, and how sure. */
export interface Plan {
  work: PlannedWork;
  evidences: readonly Evidence[];
  catalog: Pick<Catalog, 'asOf' | 'attribution'>;
  currency: string;
  demand: Demand;
  constraints: Constraints;
  /** Cheapest first; empty where nothing is possible. */
  choices: readonly RankedChoice[];
  impossible: Impossible | null;
  /** Of the cheapest choices with unlike cores, cheapest first. */
  tradeOffs: readonly { choice: RankedChoice; points: readonly FleetPoint[] }[];
  /** Those with other cores than the first choice that may be as cheap. */
  rivals: readonly RankedChoice[];
  /** Null where nothing was chosen or all choices have like cores. */
  breakEven: BreakEven | null;
  /** Types of the catalog that the constraints allow and whose full speed lasts: the choice is among these. */
  considered: number;
  /** Of these, as many were measured or are predicted; null where there are no public data of any. */
  known: number | null;
  /** Types that were not chosen from, by why. */
  leftOut: {
    burstable: number;
    memory: number;
    tooSlow: number;
    beyondLimits: number;
    /** Not simulated, since there are no public data of them. */
    notKnown: number;
    dearer: { types: number; atLeast: number } | null;
  };
  /** Of the first choice, simulated; null unless tasks arrive. */
  latency: StableQueue | null;
  /** The first choice, started and ended as the load asks for; null unless a start-up delay was given. */
  autoscaled: AutoscaledFleet | null;
  latencyOverLoad: LatencyOverLoad | null;
  /** How wrong the first choice can be; null where nothing was chosen, or no certainty is asked for. */
  risk: Risk | null;
  /** What to measure next; null unless that is asked for, and where there are no public data. */
  next: Next | null;
  /** What predictions rest on beside the records; null where they rest on nothing else. */
  publicData: Pick<PublicRates, 'asOf' | 'attribution'> | null;
  /** How the first choice would do on the machine that was measured. */
  measuredMachine: MeasuredFleet | null;
}

/** The demand met with machines like the measured one: no price, but nothing assumed. */
export interface MeasuredFleet {
  label: string;
  machines: number;
  workers: number;
  engine: string;
  chunksize: number | 'auto';
  perSecond: { value: number; low: number; high: number };
}
