import { readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { z } from 'zod';
import { textIfThere } from '../../files/index.js';

/** What the list says of a run; of its report nothing else is read. */
const listedSchema = z.object({
  label: z.string(),
  startedAt: z.iso.datetime(),
  command: z.string(),
  host: z.object({ cpu: z.string(), logicalCores: z.number(), instanceType: z.string().optional() }),
  versions: z.record(z.string(), z.string()),
  recommendations: z.array(
    z.object({ headline: z.string(), verdict: z.enum(['pool', 'serial', 'undecided']).optional() }),
  ),
  findings: z.array(z.object({ severity: z.string() })),
});

export interface ListedRun extends z.infer<typeof listedSchema> {
  /** Name of its folder. */
  folder: string;
}

/** The runs whose folders lie in this one; what is no report of a run is left out. */
export function runsIn(parent: string): ListedRun[] {
  const folders = readdirSync(parent, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  const runs = folders.flatMap(({ name }) => readRun(join(parent, name)) ?? []);
  return runs.sort((a, b) => Date.parse(b.startedAt) - Date.parse(a.startedAt));
}

function readRun(folder: string): ListedRun | undefined {
  const text = textIfThere(join(folder, 'report.json'));
  if (text === undefined) return undefined;
  try {
    const { success, data } = listedSchema.safeParse(JSON.parse(text));
    return success ? { ...data, folder: basename(folder) } : undefined;
  } catch {
    return undefined;
  }
}
