import { describe, expect, it } from 'vitest';
import { UsageError } from '../../errors.js';
import { compareMachines } from './machines.js';
import { inventCatalog, inventCompared, options } from './testing/invented-records.js';
import { compareVersions } from './versions.js';

const one = inventCompared({ name: 'one', label: 'one' });
const fake = (label: string, minute = 0) =>
  inventCompared({
    name: `fake ${label}`,
    label,
    minute,
    run: { cases: [{ engine: 'fake', workers: 2, wallMs: 60 }] },
  });

describe('refused with a UsageError', () => {
  it('is a record that is given twice, by whatever name', () => {
    const again = { ...one, name: 'again' };
    expect(() => compareMachines([one, again], options)).toThrow(UsageError);
    expect(() => compareVersions([one], [again], options)).toThrow('one and again are the same run.');
  });

  it('is a run with a debugger', () => {
    const inspected = inventCompared({ name: 'two', run: { plan: { inspected: true } } });
    expect(() => compareMachines([one, inspected], options)).toThrow(/^two: made with --inspect-worker/);
  });

  it('is other code under the same name between machines, with who has which', () => {
    const other = inventCompared({ name: 'two', label: 'two', hash: 'b'.repeat(64) });
    expect(() => compareMachines([one, other], options)).toThrow(
      'The code of cycles differs among these records: aaaaaaaaaaaa in one; bbbbbbbbbbbb in two.',
    );
  });

  it('is other code within a side', () => {
    const other = inventCompared({ name: 'two', hash: 'b'.repeat(64) });
    expect(() =>
      compareVersions([one, other], [inventCompared({ name: 'before', minute: 5 })], options),
    ).toThrow('differs among the records before --against');
  });

  it('is a record whose machine cannot be the type that it names, on either side', () => {
    const catalog = { ...inventCatalog({ 'a.small': 1 }) };
    const instances = catalog.instances.map((each) => ({ ...each, vcpus: 192, physicalCores: 192 }));
    const large = inventCompared({ name: 'two', host: { instanceType: 'a.small' } });
    const how = { ...options, catalog: { ...catalog, instances } };
    const refused = /^The machine of two has 2 CPUs \(x64, Invented CPU\); a\.small has 192 \(x64\)\./;
    expect(() => compareMachines([one, large], how)).toThrow(refused);
    expect(() => compareVersions([one], [large], how)).toThrow(refused);
  });

  it('is a virtual record without a label of its own beside real ones', () => {
    expect(() => compareMachines([one, fake('invented')], options)).toThrow(/virtual clock.*--label/);
  });
});

describe('virtual records', () => {
  it('stand beside real ones where they are labelled, and are called what they are', () => {
    const document = compareMachines([one, fake('a drawing')], options);
    expect(document.groups.map(({ name, virtual }) => [name, virtual])).toEqual([
      ['one', false],
      ['a drawing (virtual)', true],
    ]);
    expect(document.findings[0]).toMatchObject({ check: 'virtual-time', severity: 'warning' });
  });

  it('among themselves need no label', () => {
    expect(compareVersions([fake('invented', 1)], [fake('invented')], options).works).toHaveLength(1);
  });
});
