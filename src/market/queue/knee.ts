/**
 * The load at which a latency grows faster than the throughput: where latency ÷ load is least, the point at which
 * a line from the origin touches the curve. "Power", throughput ÷ delay, is largest there (Kleinrock, ICC 1979);
 * for the mean in M/M/c it is the table of knees in Millsap, Comm. ACM 53(10), 2010: 50 % with one worker, 66 % with
 * four, 74 % with eight. NaN without points.
 */
export function kneeOf(points: readonly { load: number; latencyMs: number }[]): number {
  const ratio = (point: { load: number; latencyMs: number }) => point.latencyMs / point.load;
  if (points.length === 0) return Number.NaN;
  return points.reduce((a, b) => (ratio(b) < ratio(a) ? b : a)).load;
}
