import { atSource, frameOf, frameText, isOfUser, type Maps } from '../../scenario/loading/index.js';

const MOST_FRAMES = 5;

/**
 * The frames of an error's stack that are the user's own, innermost first: `run (/home/me/work.ts:12:9)`. Places in a
 * module that was bundled for workers are those of its sources.
 */
export function userFrames(error: unknown): string[] {
  const stack = stackOf(error);
  if (stack === undefined) return [];
  const maps: Maps = new Map();
  const frames = stack.split('\n').flatMap((line) => frameOf(line) ?? []);
  return frames
    .filter(isOfUser)
    .slice(0, MOST_FRAMES)
    .map((frame) => frameText(atSource(frame, maps)));
}

function stackOf(error: unknown): string | undefined {
  try {
    const { stack } = error as { stack?: unknown };
    return typeof stack === 'string' ? stack : undefined;
  } catch {
    return undefined;
  }
}
