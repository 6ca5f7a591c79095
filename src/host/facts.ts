/** One logical CPU. Siblings of SMT share `package` and `core`. */
export interface LogicalCpu {
  /** The system's number for it; numbers may have gaps. */
  readonly id: number;
  readonly package: number;
  readonly core: number;
  /** Relative capacity of its core, 1 for the fastest kind; less for E-cores. */
  readonly capacity: number;
}

/** What was read of the machine, in one place; every decision about CPUs is a pure function of it. */
export interface HostFacts {
  readonly cpu: string;
  /** Online CPUs, by id. */
  readonly cpus: readonly LogicalCpu[];
  /** The ids this process may run on (affinity, cpuset), ascending. */
  readonly allowed: readonly number[];
  /** CPUs' worth of time a cgroup grants; null without a quota. */
  readonly quotaCpus: number | null;
  readonly memoryGiB: number;
  /** Memory limit of the cgroup; null without one. */
  readonly memoryLimitGiB: number | null;
  readonly node: string;
  readonly v8: string;
  readonly os: string;
  readonly platform: string;
  readonly arch: string;
  /** Hypervisor or container technology, as systeminformation and the system name it; null on bare metal. */
  readonly virtualization: string | null;
  /** Whether `taskset` can confine a process here. */
  readonly canConfine: boolean;
  /** Why no process can be given a CPU quota of its own here, a sentence; absent where it can, or nobody asked. */
  readonly quotaProblem?: string;
  /** Whether /proc gives CPU and wait times. */
  readonly hasProc: boolean;
  readonly instanceType?: string | undefined;
}
