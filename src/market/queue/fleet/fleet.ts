import { NumberedEvents } from '../../../simulation/index.js';
import type { Random } from '../../../stats/index.js';
import type { Tasks } from '../draws.js';
import type { Autoscaler } from './autoscaler.js';
import type { Balancer, StartBalancer } from './balancers/index.js';
import { Stations } from './stations.js';
import { TimeAverage, Usage, type UsageReading } from './usage.js';

export interface FleetSettings {
  /** At the start. */
  instances: number;
  mostInstances: number;
  workersPerInstance: number;
  balancer: StartBalancer;
  autoscaler?: Autoscaler | undefined;
}

/** Events from 0 up are ends of tasks, by station. */
const DECIDE = -1;
const READY = -2;

/**
 * Instances with workers, what sends tasks to them and the queues before them, in virtual time; empty at first.
 * What happens next is an arrival, the end of a task, a decision of the autoscaler, or an instance that is ready.
 */
export class Fleet {
  /** Of each task, from its arrival to its start. */
  readonly waitMs: Float64Array;
  private readonly events = new NumberedEvents();
  private readonly stations: Stations;
  private readonly balancer: Balancer;
  private readonly usage = new Usage();
  private readonly tasksInSystem = new TimeAverage();
  private readonly workersPerInstance: number;
  private readonly autoscaler: Autoscaler | undefined;
  private ready = 0;
  private starting = 0;
  private unfinished: number;

  constructor(
    { instances, mostInstances, workersPerInstance, balancer, autoscaler }: FleetSettings,
    private readonly tasks: Tasks,
    private readonly random: Random,
  ) {
    this.unfinished = tasks.arrivalMs.length;
    this.waitMs = new Float64Array(this.unfinished);
    this.stations = new Stations(mostInstances, this.unfinished);
    this.balancer = balancer(this.stations, workersPerInstance);
    this.workersPerInstance = workersPerInstance;
    this.autoscaler = autoscaler;
    this.resize(instances, 0);
    if (autoscaler) this.events.add(autoscaler.everyMs, DECIDE);
  }

  /** Lets all tasks arrive and end. Gives what was used from the arrival of task `from` to that of the last one. */
  run(from: number): UsageReading {
    const { arrivalMs } = this.tasks;
    for (let task = 0; task < arrivalMs.length; task++) {
      const now = arrivalMs[task]!;
      this.runUntil(now);
      if (task === from) this.usage.restart(now);
      this.arrive(task, now);
    }
    const reading = this.usage.read(arrivalMs.at(-1)!);
    this.runUntil(Number.MAX_VALUE);
    return reading;
  }

  private runUntil(time: number): void {
    const { events } = this;
    while (events.nextTime <= time) {
      const now = events.nextTime;
      const event = events.take();
      if (event >= 0) this.finish(event, now);
      else if (event === DECIDE) this.decide(this.autoscaler!, now);
      else this.becomeReady(now);
    }
  }

  private arrive(task: number, now: number): void {
    const station = this.balancer.choose(this.random);
    this.balancer.joins(station);
    this.stations.enqueue(station, task);
    this.tasksInSystem.add(1, now);
    this.startWaiting(station, now);
  }

  private finish(station: number, now: number): void {
    this.balancer.leaves(station);
    this.stations.finish(station);
    this.tasksInSystem.add(-1, now);
    this.usage.busyWorkers.add(-1, now);
    this.unfinished--;
    this.startWaiting(station, now);
  }

  private startWaiting(station: number, now: number): void {
    while (this.stations.canStart(station)) {
      const task = this.stations.start(station);
      this.waitMs[task] = now - this.tasks.arrivalMs[task]!;
      this.usage.busyWorkers.add(1, now);
      this.events.add(now + this.tasks.serviceMs[task]!, station);
    }
  }

  /** While instances start, none is given up. */
  private decide(autoscaler: Autoscaler, now: number): void {
    const instances = this.ready + this.starting;
    const wanted = autoscaler.decide(instances, this.tasksInSystem.mean(now));
    for (let more = instances; more < wanted; more++) this.events.add(now + autoscaler.startupMs, READY);
    this.starting += Math.max(0, wanted - instances);
    this.resize(wanted < instances && this.starting === 0 ? wanted : this.ready, now);
    this.tasksInSystem.restart(now);
    if (this.unfinished > 0) this.events.add(now + autoscaler.everyMs, DECIDE);
  }

  private becomeReady(now: number): void {
    this.starting--;
    this.resize(this.ready + 1, now);
    // With one queue for all, the new workers find tasks in it.
    this.startWaiting(0, now);
  }

  private resize(ready: number, now: number): void {
    if (ready !== this.ready) this.balancer.resize(ready);
    this.usage.workers.add((ready - this.ready) * this.workersPerInstance, now);
    this.ready = ready;
    this.usage.resize(ready + this.starting, now);
  }
}
