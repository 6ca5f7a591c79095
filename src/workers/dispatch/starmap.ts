import type { Dispatch } from './dispatch.js';
import { map } from './map.js';

/** Who spreads is the worker: what travels is the same as with `map`. */
export const starmap: Dispatch = {
  ...map,
  name: 'starmap',
  description: 'as map, for scenarios with `spread`: each task is the list of the function’s arguments',
  spreads: true,
};
