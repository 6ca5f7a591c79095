/**
 * Mean wait in M/D/c in service times, to about twelve digits (Crommelin, Post Office Electrical Engineers' Journal
 * 25, 1932): what is in the system a service time later is what is not being served now, and what arrives meanwhile.
 */
export function waitOfEqualTasks(servers: number, load: number): number {
  const offered = servers * load;
  const arriving = poisson(offered);
  const largest = Math.ceil(servers + 30 / (1 - load)) + arriving.length;
  let inSystem = new Array<number>(largest + 1).fill(0).fill(1, 0, 1);
  for (let change = 1; change > 1e-13; ) {
    const later = afterOneServiceTime(inSystem, arriving, servers);
    change = later.reduce((sum, share, i) => sum + Math.abs(share - inSystem[i]!), 0);
    inSystem = later;
  }
  return inSystem.reduce((sum, share, tasks) => sum + share * Math.max(0, tasks - servers), 0) / offered;
}

function afterOneServiceTime(
  inSystem: readonly number[],
  arriving: readonly number[],
  servers: number,
): number[] {
  const later = new Array<number>(inSystem.length).fill(0);
  for (const [tasks, share] of inSystem.entries()) {
    const staying = Math.max(0, tasks - servers);
    for (const [more, probability] of arriving.entries()) {
      const next = staying + more;
      if (next < later.length) later[next]! += share * probability;
    }
  }
  return later;
}

/** Probabilities of 0, 1, 2, …, as far as they matter. */
function poisson(mean: number): number[] {
  const probabilities = [Math.exp(-mean)];
  for (let k = 1; k < mean + 12 * Math.sqrt(mean) + 20; k++)
    probabilities.push((probabilities[k - 1]! * mean) / k);
  return probabilities;
}
