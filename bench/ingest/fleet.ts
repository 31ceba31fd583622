import { fork, type ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import {
  STAGES,
  type Answer,
  type Counts,
  type Request,
  type SinkName,
  type Stage,
  type Stored,
  type WorkerOrder,
} from './messages.ts';

const WORKER = fileURLToPath(new URL('worker.ts', import.meta.url));
/**
 * How node is started: on servers as docs/configuration.md advises for a worker with much to do (rows live as long as a
 * batch, and are not copied twice to be thrown away then), embedded with the small heap of `npm start`.
 */
const NODE_FLAGS = {
  servers: ['--max-semi-space-size=64'],
  embedded: ['--max-semi-space-size=4', '--heap-growing-percent=20'],
};
const LOOK_MS = 10;
const STOP_PATIENCE_MS = 20_000;

/** Worker processes that do one order together. */
export interface Fleet {
  /** When the last of them began to start, by `performance.now()`. */
  readonly startedMs: number;
  /** Queues all extractions. */
  feed(): void;
  counts(): Counts;
  /** Of the largest process, MB. */
  rssMb(): number;
  /** Of all processes, seconds. */
  cpuSeconds(): number;
  /**
   * Resolves with the time (`performance.now()`) when so many have passed the stage; rejects when a process ends
   * before.
   */
  until(stage: Stage, total: number): Promise<number>;
  /** Resolves when the sinks have read everything, with the rows that are stored. */
  verify(sinks: readonly SinkName[]): Promise<Stored>;
  stop(): Promise<void>;
}

interface Member {
  readonly child: ChildProcess;
  readonly seen: Map<Answer['type'], Answer>;
  readonly seenMs: Map<Answer['type'], number>;
}

/** Starts processes with the environment added to ours; resolves when all are ready. */
export async function startFleet(
  size: number,
  order: WorkerOrder,
  environment: Readonly<Record<string, string>>,
): Promise<Fleet> {
  const members = Array.from({ length: size }, () => startMember(order, environment));
  const first = members[0]!;
  const tell = (member: Member, request: Request): void => void member.child.send(request);
  const progress = (member: Member) => {
    const answer = member.seen.get('progress');
    return answer?.type === 'progress' ? answer : undefined;
  };
  const sum = (pick: (member: Member) => number): number => members.reduce((all, member) => all + pick(member), 0);
  const counts = (): Counts =>
    Object.fromEntries(STAGES.map((stage) => [stage, sum((one) => progress(one)?.counts[stage] ?? 0)])) as Record<
      Stage,
      number
    >;
  await untilTrue(members, () => members.every(({ seen }) => seen.has('ready')));
  return {
    startedMs: Math.max(...members.map(({ seenMs }) => seenMs.get('starting') ?? 0)),
    feed: () => tell(first, { type: 'feed' }),
    counts,
    rssMb: () => Math.max(...members.map((member) => progress(member)?.rssMb ?? 0)),
    cpuSeconds: () => sum((member) => progress(member)?.cpuSeconds ?? 0),
    until: async (stage, total) => {
      await untilTrue(members, () => counts()[stage] >= total);
      return performance.now();
    },
    verify: async (sinks) => {
      tell(first, { type: 'verify', sinks });
      await untilTrue(members, () => first.seen.has('verified'));
      const answer = first.seen.get('verified');
      if (answer?.type !== 'verified') throw new Error('The worker gave no counts.');
      return answer.stored;
    },
    stop: async () => {
      await Promise.all(members.map(stopMember));
    },
  };
}

function startMember(order: WorkerOrder, environment: Readonly<Record<string, string>>): Member {
  const child = fork(WORKER, [JSON.stringify(order)], {
    env: { ...process.env, ...environment },
    execArgv: [...process.execArgv, ...NODE_FLAGS[order.file === null ? 'servers' : 'embedded']],
  });
  const member: Member = { child, seen: new Map(), seenMs: new Map() };
  child.on('message', (answer: Answer) => {
    member.seen.set(answer.type, answer);
    member.seenMs.set(answer.type, performance.now());
  });
  return member;
}

async function untilTrue(members: readonly Member[], condition: () => boolean): Promise<void> {
  while (!condition()) {
    const ended = members.find(({ child }) => child.exitCode !== null || child.signalCode !== null);
    if (ended) throw new Error(`A worker ended with ${ended.child.exitCode ?? ended.child.signalCode}.`);
    await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
  }
}

async function stopMember({ child }: Member): Promise<void> {
  if (child.exitCode !== null) return;
  const gone = new Promise((resolve) => child.once('exit', resolve));
  child.send({ type: 'stop' } satisfies Request);
  const timer = setTimeout(() => child.kill('SIGKILL'), STOP_PATIENCE_MS);
  await gone;
  clearTimeout(timer);
}
