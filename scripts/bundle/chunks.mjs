// Which modules stand in one file of lib/. A file is loaded when a name of it is first used (code.mjs), and parsing is
// most of what that takes: what a command needs before its own work stands apart from what its work needs.
import { readFileSync } from 'node:fs';

/** What makes schemas as soon as it is loaded, and not in a function. */
const makesSchemas = {
  test: (file) =>
    file.includes('/dist/src/') &&
    /^(export )?const \w+ = (z\.|\w+Schema\b)|^ {4}\w+: z\./m.test(readFileSync(file, 'utf8')) &&
    readFileSync(file, 'utf8').includes("from 'zod'"),
};

/** Those of a room, but for three that are long, and that few programs need together with the others. */
const shapesOf = (file) => {
  const [, room] = /src\/(report\/run|report\/plan|market\/catalog|\w+)\//.exec(file);
  return `shapes-${room.replace('/', '-')}`;
};

/**
 * What is loaded together stands together, earlier names first. The rest is divided by who reaches it, into files that
 * may be small.
 */
const groups = [
  ['errors', /src\/(errors|files\/limit-met)\./],
  ['own-package', /src\/own-package\./],
  ['cli', /node_modules\/commander\/|src\/cli\/(exit|print|options|program)\./],
  // What programs and users write is described in these, which takes as long to make as a Node to start: each is made
  // when something is read or written that it describes.
  [shapesOf, makesSchemas, 'shapes'],
  ['scenario', /src\/scenario\/(?!loading)/],
  // What the functions and classes of the library need before one is called.
  [
    'library',
    /src\/(pool\/(run-in-background|pool|habits|opening\/options|calls\/(options|consumers|outcome-values)|queue\/chunk-queue)\.|read-options\.|workers\/session\/within\.|library\/(compare-records|measure|plan-capacity|plan-runner)\.|insight\/pool-model\/(saturation|simulation\/simulate)\.)/,
  ],
  // What a worker asks for after its start, if at all.
  ['usage', /workers\/engines\/worker\/(usage|resident-memory|pin-thread|wait-for-debugger)\./],
  // All that a worker needs at its start, for which every visit waits.
  [
    'worker-side',
    /src\/(simulation\/clock\.|workers\/(session\/|current\/|engines\/(worker\/|protocol\/|engine\.)))(?!.*-entry)/,
  ],
  // Names and descriptions of engines and dispatches, and how one begins: options are made of them.
  [
    'engine-list',
    /src\/(workers\/(dispatch\/|engines\/([^/]+|other-pools\/engine|distributed\/libraries)\.)|simulation\/(simulation|events)\.|host\/cpus\/pin-plan\.|measure\/preparation\/options\.|stats\/verdict\.)/,
  ],
  ['pool', /src\/pool\//],
  // What a pool needs to open and to answer, and a visit of its engines.
  [
    'sessions',
    /src\/(workers\/engines\/(message-fed\/|memory-limit\.)|host\/(process-limits|files|cgroup)\.)/,
  ],
  ['laws', /src\/insight\/scaling\/(fit-scaling|laws\/)/],
  [
    'engines',
    /pure-rand\/|src\/(stats\/|files\/|host\/(?!metadata|describe|checklist|invented)|workers\/engines\/(?!command\/|persistent\/|other-pools\/(?!find-package)|distributed\/(?!libraries)|.*-entry))/,
  ],
  // Of these a bench host has names and keys, and nothing that they are for elsewhere.
  [
    'cases',
    /fastest-levenshtein|src\/(record\/(work|command-line)|measure\/(runner\/run-log|cases\/(case|id|references|core-sets)))\./,
  ],
  ['schemas', /node_modules\/zod\//],
  ['scaling', /src\/(simulation|insight\/(scaling|pool-model\/(costs|simulation)))/],
  ['insight', /src\/insight\/(analysis\/|findings\/finding\.)/],
  ['document', /src\/report\/(document\/|laws\/|render\/(csv|terminal\/(page|table))\.)/],
  ['catalog', /src\/market\/catalog\/(?!import|identify|claim|cpu)/],
  ['other-pools', /other-pools\/(protocol|other-pool|lanes)\./],
  [
    'measuring',
    /src\/cli\/(redis-option|plan\/quantities|run\/(measuring-options|options))\.|scenario\/loading\/command\/describe\./,
  ],
  ['modules', /src\/scenario\/loading\/(suites|load|find|shipped)\./],
  ['loading', /src\/scenario\/loading\/bundle\/(?!source-meta)/],
];

const inOrder = (all) =>
  all.map(([name, test, debugName], place) => ({
    name,
    debugName,
    test: (file) => test.test(file.replaceAll('\\', '/')),
    priority: all.length - place,
  }));

export const chunkGroups = inOrder(groups);
