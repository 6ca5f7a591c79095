import type { OtherPool } from '../other-pool.js';
import type { Question, QuestionAnswer, Said } from '../protocol.js';

interface QuestionEvents {
  /** Nobody is asked any more. */
  isOver(): boolean;
  said(lane: number, said: readonly Said[] | undefined): void;
}

/** So often a question is given to the pool again for workers that did not get it. */
const MOST_ROUNDS = 50;

/** What is asked of each worker. A question is one of the pool's tasks, so which worker gets it is the pool's to say. */
export class Questions {
  constructor(
    private readonly pool: OtherPool,
    private readonly workers: number,
    private readonly events: QuestionEvents,
  ) {}

  /**
   * Asks until every worker has answered, and tells how many have. All idle workers get one each, so once is nearly always
   * enough. Rejects with what the pool or `answered` throws.
   */
  async ask(question: Question, answered: (answer: QuestionAnswer) => void): Promise<number> {
    const from = new Set<number>();
    const askOne = async () => {
      const answer = (await this.pool.run(question, undefined)) as QuestionAnswer;
      this.events.said(answer.lane, answer.said);
      if (from.has(answer.lane)) return;
      from.add(answer.lane);
      answered(answer);
    };
    for (let round = 0; round < MOST_ROUNDS && from.size < this.workers && !this.events.isOver(); round++)
      await Promise.all(Array.from({ length: this.workers }, askOne));
    return from.size;
  }
}
