// Asks the registry whether anything that users install is known to be unsafe: `node scripts/audit.mjs`. Where it does
// not answer, that is said and nothing has failed.
import { spawnSync } from 'node:child_process';

const { stdout, stderr, error } = spawnSync('npm', ['audit', '--omit=dev', '--json', '--fetch-retries=0'], {
  encoding: 'utf8',
  shell: process.platform === 'win32',
});
const report = readReport(stdout ?? '');
if (report === undefined) {
  const [why = 'no answer'] = [error?.message, ...(stderr ?? '').split(/\n| - /)].filter(Boolean);
  console.log(`audit: skipped, since the registry gives no advisories (${why})`);
} else {
  const { total } = report.metadata.vulnerabilities;
  for (const { name, severity, via, fixAvailable } of Object.values(report.vulnerabilities))
    console.log(
      `audit: ${name}, ${severity}: ${via.map((each) => each.title ?? each).join('; ')}${fixAvailable ? ' (a fix is available)' : ''}`,
    );
  console.log(`audit: ${report.metadata.dependencies.prod} packages, ${total} known to be unsafe`);
  process.exitCode = total > 0 ? 1 : 0;
}

function readReport(text) {
  try {
    const parsed = JSON.parse(text);
    return parsed.metadata?.vulnerabilities ? parsed : undefined;
  } catch {
    return undefined;
  }
}
