import { type Case, hasSerialByChunk, isReferenceOf, SERIAL } from '../../../measure/cases/index.js';
import { ceilingsFor } from '../../../measure/preparation/index.js';
import type { DecidedCase, Visit } from '../../../measure/runner/index.js';
import { formatRatio, type Interval, mean, sum } from '../../../stats/index.js';
import { type Measurements, ratioOver, roundRatios, serialOf } from '../../analysis/index.js';
import { decidedAsPrecise, relativeHalfWidth } from '../race.js';
import { type Effects, effectsOf } from './effects.js';
import { FINAL_VISITS, FINALISTS, halve, isOpen, mostThatLast, observationsLeft } from './halving.js';

type Samples = Measurements['samples'];

export interface Wanted {
  precision: number;
  /** Rounds before which no speedup counts as known. */
  minRounds: number;
}

/** The search for the best setting of one scenario with its parameters. */
export class Search {
  isOver = false;
  private wasPrecise = false;
  private leader: Case | undefined;

  /** `cases`: all of that work; `contenders`: those that may still be the best. */
  constructor(
    private readonly cases: readonly Case[],
    public contenders: readonly Case[],
    private readonly wanted: Wanted,
  ) {}

  get isHalving(): boolean {
    return this.contenders.length > FINALISTS;
  }

  /** Observations that were made, and how many more may be while it is open which setting is the best. */
  spending(samples: Samples, round: number): { spent: number; left: number } {
    const roundsOf = ({ id }: Case) => samples.get(id)?.size ?? 0;
    const settings = this.cases.filter((one) => isContender(one) && roundsOf(one) > 0);
    const spent = sum(this.cases.map(roundsOf));
    return { spent, left: observationsLeft(settings.length, spent, round) };
  }

  /**
   * After a round: who is left behind; whether the best one is known. A round that was broken off settles nothing.
   * `left`: observations that may still be made while the choice is open.
   */
  judge(samples: Samples, round: number, left: number): DecidedCase[] {
    const { standings } = effectsOf(samples, idsOf(this.contenders));
    this.leader = this.contenders.find(({ id }) => id === standings[0]?.id);
    if (standings.length < this.contenders.length) return [];
    // What was left behind tells of the noise, too.
    const { noise } = effectsOf(samples, idsOf(this.cases.filter(isContender)));
    const effects = { standings, noise };
    return this.isHalving
      ? this.halve(effects, samples, round, left)
      : this.judgeFinalists(effects, samples, round, left);
  }

  private halve(effects: Effects, samples: Samples, round: number, left: number): DecidedCase[] {
    const { goesOn, behind } = halve(effects, mostThatLast(left, round, this.contenders.length));
    const ids = new Set(goesOn.map(({ id }) => id));
    const best = effects.standings[0]!;
    this.contenders = this.contenders.filter(({ id }) => ids.has(id));
    return behind.map(({ id, value, isBeyondNoise }) => {
      const where = isBeyondNoise ? 'Behind by more than noise' : `Not among the best ${ids.size}`;
      const figure =
        this.figure(id, best.id, samples) ??
        `${formatRatio(Math.exp(value - best.value))} the throughput of the best`;
      return { case: id, reason: 'behind', round, message: `${where} after round ${round}: ${figure}.` };
    });
  }

  /** `1.20× as fast as serial, where the best is 1.90×`; undefined where serial was not measured beside it. */
  private figure(id: string, bestId: string, samples: Samples): string | undefined {
    const [own, best] = [this.speedup(id, samples), this.speedup(bestId, samples)];
    if (own === undefined || best === undefined) return undefined;
    return `${formatRatio(own)} as fast as serial, where the best is ${formatRatio(best)}`;
  }

  private speedup(id: string, samples: Samples): number | undefined {
    const ratios = this.overSerial(id, samples);
    return ratios.length === 0 ? undefined : Math.exp(mean(ratios.map(({ logRatio }) => logRatio)));
  }

  private interval(id: string, samples: Samples): Interval | null {
    return ratioOver(this.overSerial(id, samples)).interval;
  }

  private overSerial(id: string, samples: Samples) {
    const one = this.cases.find((other) => other.id === id);
    const serial = one && serialOf(one, this.cases);
    return roundRatios(samples.get(id) ?? new Map(), samples.get(serial?.id ?? '') ?? new Map());
  }

  /** Over when the leader is known twice in succession; while the choice is open, rounds go on as long as the budget lasts. */
  private judgeFinalists(effects: Effects, samples: Samples, round: number, left: number): DecidedCase[] {
    const { precision, minRounds } = this.wanted;
    if (round < minRounds - 1 || !this.leader) return [];
    const speedupOf = (one: Case) => this.interval(one.id, samples);
    const isPrecise = (one: Case) => relativeHalfWidth({ speedup: speedupOf(one) }) <= precision;
    const { wasPrecise } = this;
    this.wasPrecise = isPrecise(this.leader);
    const isKnown = this.wasPrecise && wasPrecise && round >= minRounds;
    this.isOver = isKnown && (left < FINAL_VISITS || !isOpen(effects));
    if (!this.isOver) return [];
    return this.contenders
      .filter(isPrecise)
      .map((one) => decidedAsPrecise({ case: one, speedup: speedupOf(one) }, round));
  }

  /** While the field is halved serial and the field alone; then, what the leader's figures are ratios to, with its ceiling. */
  visits(): Visit[] {
    const { leader } = this;
    const block = this.isHalving || !leader ? [] : this.cases.filter((one) => isReferenceOf(one, leader));
    const own = this.cases.filter(
      (one) =>
        this.contenders.includes(one) || block.includes(one) || (isSerial(one) && !hasSerialByChunk(one)),
    );
    const ceilings = leader && block.length > 0 ? ceilingsFor([...new Set([leader, ...block])]) : [];
    return [
      ...own.map((one): Visit => ({ kind: 'case', case: one })),
      ...ceilings.map((ceiling): Visit => ({ kind: 'ceiling', ceiling })),
    ];
  }

  withdraw(gone: ReadonlySet<string>): void {
    this.contenders = this.contenders.filter(({ id }) => !gone.has(id));
  }
}

export function isContender({ engine, role }: Case): boolean {
  return engine !== SERIAL && role === 'asked';
}

function isSerial({ engine }: Case): boolean {
  return engine === SERIAL;
}

function idsOf(cases: readonly Case[]): string[] {
  return cases.map(({ id }) => id);
}
