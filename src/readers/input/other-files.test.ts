import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { fileToRead } from '../testing/reading.js';

const { reading } = fileToRead();

describe('what a tool writes and nobody reads is refused with the tool and the way out', () => {
  test.each<[content: string | Buffer, message: string]>([
    [
      'Running ./b\n-----\nBenchmark          Time             CPU   Iterations\nBM_x/threads:1   10 ns  10 ns 7\n',
      'is console output of Google Benchmark (line 3). Run the benchmark with --benchmark_out=bench.json.',
    ],
    [
      'Benchmark   Mode  Cnt  Score   Error  Units\nSort.x  thrpt  5  1.0 ± 0.1 ops/s\n',
      'is the text output of JMH (line 1). Run it with -rf json -rff jmh.json.',
    ],
    ['Benchmark  (size)  Mode  Cnt  Score  Error  Units\n', 'is the text output of JMH'],
    [
      '| Command | Mean [ms] | Min [ms] | Max [ms] | Relative |\n|:---|---:|---:|---:|---:|\n',
      'is a table or console output of hyperfine (line 1). Run it with --export-json scan.json.',
    ],
    ['Benchmark 1: x 1\n  Time (mean ± σ):  1.0 ms ± 0.1 ms\n', 'console output of hyperfine (line 2)'],
    [
      '.....................\nMean +- std dev: 4.22 us +- 0.08 us\n',
      'is text output of pyperf (line 2). Run it with -o bench.json.',
    ],
    ['5.001,msec,task-clock,5001000,100.00,0.9,CPUs utilized\n', 'is output of perf stat'],
    [" Performance counter stats for './x' (5 runs):\n", 'is output of perf stat'],
    [
      '{"counter-value" : "5.0", "unit" : "msec", "event" : "task-clock"}\n{"counter-value" : "7"}\n',
      'is output of perf stat',
    ],
    [
      'sysbench 1.0.20 (using system LuaJIT 2.1.0)\n\nNumber of threads: 4\n',
      'is output of sysbench, of a single run (line 1). Write a CSV file with a row for each count: workers,throughput (events/s), from "events per second".',
    ],
    ['\tElapsed (wall clock) time (h:mm:ss or m:ss): 0:01.00\n', 'is output of GNU time, of a single run'],
    ['goos: linux\nBenchmarkSort-8   \t 100\t 1234 ns/op\n', 'is output of go test -bench'],
    [
      'group,function,value,throughput_num,throughput_type,sample_measured_value,unit,iteration_count\ng,f,1,,,1,ns,1\n',
      'is raw.csv of criterion',
    ],
    ['{"mean": {"confidence_interval": {}, "point_estimate": 1}}', 'is estimates.json of criterion'],
    [
      '{"machine_info": {}, "benchmarks": [{"name": "test_x", "stats": {"mean": 1}}]}',
      'is JSON of pytest-benchmark',
    ],
    ['[\n]\n', 'is an empty list, as JMH writes where no benchmark matched.'],
    ['{"context": {}, "benchmarks": []}', 'is JSON of Google Benchmark or pyperf without a benchmark.'],
    ['{"results": []}', 'is a JSON export of hyperfine without a result.'],
    ['{"Title": "x", "HostEnvironmentInfo": {}, "Benchmarks": []}', 'is JSON of BenchmarkDotNet'],
    [
      '{"benchmarks": [{"name": "x", "runs": [{"samples": [1]}]}], "version": 6}',
      'is JSON of perf before 1.0 (format 6): convert it with python3 -m pyperf convert',
    ],
    [
      'name,iterations,real_time,cpu_time,time_unit\n"BM_x/threads:1",1,000,1.5,1.5,ns\n',
      'file:2: the benchmark’s locale puts commas inside numbers (6 cells under 5 columns). Run it with LC_ALL=C',
    ],
    [
      'name,iterations,real_time,cpu_time,time_unit\n"BM_x/threads:2",9,200,0.1,ms\n',
      'the CSV of Google Benchmark names no version',
    ],
    [
      '"Benchmark","Mode","Samples","Score","Unit"\n"a.b","thrpt",1,2,"ops/s"\n',
      'file:1: the CSV of JMH has no column Threads: write it with -rf csv',
    ],
    [
      '"Benchmark","Mode","Threads","Samples","Score","Unit"\n"a.b.C.d","thrpt",1,5,0.000000,"ops/ns"\n',
      'file:2: the score of a.b.C.d is 0 ops/ns, expected one above 0. Choose a coarser unit with -tu s; -rf json',
    ],
    [
      '{"benchmarks": [\n{"name": "BM_x/threads:1",\n"real_time": 1},\nPerformance counters not supported.\n]}',
      'is not complete JSON: line 4, column 1: expected a value, found "Performance". Google Benchmark writes a whole file with --benchmark_out=bench.json.',
    ],
    [
      '[{"primaryMetric": {}}]\n[{"primaryMetric": {}}]',
      'line 2, column 1: a second JSON document begins here; join lists into one with jq -s add. JMH writes',
    ],
    [
      Buffer.from('PK\x03\x04\0\0xl/workbook.xml'),
      'is a workbook or another zip file: save the sheet as CSV',
    ],
    [gzipSync('{"a": 1}').subarray(0, 12), 'is a gzip file that is damaged, or cut off.'],
    [Buffer.from([0x89, 0x50, 0, 0]), 'is a binary file: expected CSV or JSON.'],
  ])('%j', async (content, message) => {
    await expect(reading(content)).rejects.toThrow(message);
  });
});
