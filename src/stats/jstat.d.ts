/** The part of jstat that is used here; the package has no types of its own. */
declare module 'jstat' {
  const jStat: {
    mean(values: number[]): number;
    median(values: number[]): number;
    geomean(values: number[]): number;
    stdev(values: number[], sample: boolean): number;
    /** Inverse of a square matrix. */
    inv(matrix: number[][]): number[][];
    quantiles(values: number[], probabilities: number[], alpha: number, beta: number): number[];
    studentt: {
      inv(probability: number, degreesOfFreedom: number): number;
      cdf(value: number, degreesOfFreedom: number): number;
      pdf(value: number, degreesOfFreedom: number): number;
    };
    binomial: { cdf(successes: number, trials: number, probability: number): number };
  };
  export default jStat;
}
