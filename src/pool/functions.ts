import type { CallOptions } from './calls/options.js';

type AnyFunction = (...args: never[]) => unknown;

/** Any module of functions, where its type is not known. */
export type Functions = Record<string, (...args: unknown[]) => unknown>;

/** Names of what a module exports that can be called. */
export type FunctionName<M> = { [K in keyof M]: M[K] extends AnyFunction ? K : never }[keyof M] & string;

export type Arguments<M, N extends keyof M> = M[N] extends (...args: infer A) => unknown ? A : never;

/** What `map` hands the function: its first parameter, where it can do without others. */
export type Item<M, N extends keyof M> = M[N] extends (item: infer I) => unknown ? I : never;

export type Result<M, N extends keyof M> = M[N] extends (...args: never[]) => infer R ? Awaited<R> : never;

/** What a consumer takes: the elements of its first parameter. */
export type Consumed<M, N extends keyof M> =
  Arguments<M, N> extends [infer Items, ...unknown[]]
    ? Items extends AsyncIterable<infer I>
      ? I
      : unknown extends Items
        ? unknown
        : never
    : unknown;

/** What a consumer gets beside its items. */
export type ConsumerArguments<M, N extends keyof M> =
  Arguments<M, N> extends [unknown, ...infer Rest] ? Readonly<Rest> : readonly unknown[];

export type Source<T> = Iterable<T> | AsyncIterable<T>;

/** The arguments of one call, which may be left out where the function can do without. */
export type ApplyParameters<M, N extends keyof M> =
  [] extends Arguments<M, N>
    ? [args?: Readonly<Arguments<M, N>>, options?: CallOptions<Arguments<M, N>>]
    : [args: Readonly<Arguments<M, N>>, options?: CallOptions<Arguments<M, N>>];
