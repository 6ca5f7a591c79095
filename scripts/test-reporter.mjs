// Ends a test run with what was skipped, what would provide it, and the true counts.
const CLOSING = (passed, failed) => `${passed} passed, ${failed} failed`;

export default class TestReporter {
  onTestRunEnd(modules, unhandledErrors) {
    const tests = modules.flatMap((module) => [...module.children.allTests()]);
    const inState = (state) => tests.filter((test) => test.result().state === state);
    const skipped = inState('skipped');
    if (skipped.length > 0) print(describeSkipped(skipped));
    // A file that does not load has no failed test, and is a failure all the same.
    const broken = modules.filter((module) => module.errors().length > 0);
    const failed = inState('failed').length + broken.length + unhandledErrors.length;
    print([CLOSING(inState('passed').length, failed)]);
  }
}

function print(lines) {
  process.stdout.write(`${lines.join('\n')}\n`);
}

function describeSkipped(tests) {
  const byNeed = groupBy(tests, needOf);
  const lines = [...byNeed].flatMap(([need, group]) => [
    `  ${need}:`,
    ...group.map((test) => `    ${test.fullName.replace(/ \(needs [^)]*\)/, '')}`),
  ]);
  return [`${tests.length} skipped, since this is missing:`, ...lines, ''];
}

/** Names carry it: ` (needs chromium: apt-get install chromium)`. */
function needOf(test) {
  return /\(needs ([^)]*)\)/.exec(test.fullName)?.[1] ?? 'a reason that the test does not tell';
}

// Map.groupBy is younger than Node 20.
function groupBy(items, keyOf) {
  const groups = new Map();
  for (const item of items) groups.set(keyOf(item), [...(groups.get(keyOf(item)) ?? []), item]);
  return groups;
}
