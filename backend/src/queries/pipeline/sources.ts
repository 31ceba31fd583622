import {
  booleanColumn,
  integerColumn,
  numberColumn,
  STATE,
  stringColumn,
  timeColumn,
  UNITS,
  type Frame,
  type RunRecord,
  type SourceEntry,
} from '@orrery/contract';
import { listState } from '@orrery/stores/typed';
import type { StateReader } from '../../data/readers.ts';
import { lastRun, stopOf } from '../../data/state-catalog.ts';
import { iso } from '../../text.ts';
import { NO_PIPELINE, viewTable, wantedSources, type ViewRequest } from './view.ts';

/** A run is late when two more should have followed it, and a minute of jitter and work has passed. */
const LATE_INTERVALS = 2;
const LATE_GRACE_MS = 60_000;
const MAX_HOSTS = 200;

/** In order of urgency: what a person must look into first. */
type SourceState =
  | 'stopped'
  | 'circuit open'
  | 'failed'
  | 'interrupted'
  | 'late'
  | 'incomplete'
  | 'never run'
  | 'running'
  | 'ok';

interface Health {
  readonly source: SourceEntry;
  readonly run: RunRecord | null;
  readonly state: SourceState;
  readonly why: string | null;
}

/** View `sources`: a row per source with its last run and whether it may be asked. */
export async function sourcesView({ readers, query }: ViewRequest): Promise<Frame[]> {
  const { state, catalog, now } = readers;
  const sources = await wantedSources(catalog, query.source);
  const nowMs = now();
  const open = await openCircuits(state, nowMs);
  const healths = await Promise.all(sources.map((source) => healthOf(state, source, open, nowMs)));
  const notices = healths.length === 0 ? [NO_PIPELINE] : [];
  return [viewTable(query.refId, 'Sources', sourceColumns(healths, nowMs), notices)];
}

/** Providers with a host whose circuit is open, and until when. Keys end in `<provider>@<host>`. */
async function openCircuits(state: StateReader, nowMs: number): Promise<ReadonlyMap<string, number>> {
  const open = new Map<string, number>();
  for (const { key, value } of await listState(state, STATE.hosts, [], MAX_HOSTS)) {
    const { breaker } = value;
    const provider = key.slice(STATE.hosts.under().length).split('@')[0] ?? '';
    if (breaker.state === 'open' && breaker.untilMs > nowMs) open.set(provider, breaker.untilMs);
  }
  return open;
}

async function healthOf(
  state: StateReader,
  source: SourceEntry,
  open: ReadonlyMap<string, number>,
  nowMs: number,
): Promise<Health> {
  const [run, stop] = await Promise.all([lastRun(state, source.id), stopOf(state, source.provider)]);
  const health = (state: SourceState, why: string | null = null): Health => ({ source, run, state, why });
  const untilMs = open.get(source.provider ?? '');
  if (stop) return health('stopped', `answered ${stop.status} at ${iso(stop.atMs)}; waits for a person to resume`);
  if (untilMs !== undefined) return health('circuit open', `until ${iso(untilMs)}`);
  if (run === null) return health('never run');
  if (run.outcome === 'failed' || run.outcome === 'interrupted') return health(run.outcome, run.error);
  if (nowMs - run.startedMs > LATE_INTERVALS * source.cadenceMs + LATE_GRACE_MS)
    return health('late', `the last run was at ${iso(run.startedMs)}`);
  if (run.outcome === 'running') return health('running');
  return run.complete ? health('ok') : health('incomplete', 'the answer says that there is more than it holds');
}

function sourceColumns(healths: readonly Health[], nowMs: number) {
  const text = (name: string, of: (health: Health) => string | null) => stringColumn(name, healths.map(of));
  const count = (name: string, of: (run: RunRecord) => number | null) =>
    integerColumn(
      name,
      healths.map(({ run }) => (run === null ? null : of(run))),
    );
  // Sources of what is to come (approaches, forecasts) have no age.
  const ages = healths.map(({ run }) => (run?.newestMs == null || run.newestMs > nowMs ? null : nowMs - run.newestMs));
  return [
    text('source', ({ source }) => source.id),
    text('title', ({ source }) => source.title),
    text('publisher', ({ source }) => source.publisher),
    text('state', ({ state }) => state),
    text('why', ({ why }) => why),
    numberColumn(
      'cadence',
      healths.map(({ source }) => source.cadenceMs),
      { config: { unit: UNITS.milliseconds } },
    ),
    timeColumn(
      'lastRun',
      healths.map(({ run }) => run?.startedMs ?? null),
    ),
    text('outcome', ({ run }) => run?.outcome ?? null),
    timeColumn(
      'newest',
      healths.map(({ run }) => run?.newestMs ?? null),
    ),
    numberColumn('age', ages, { config: { unit: UNITS.milliseconds } }),
    count('records', (run) => run.records),
    count('rejects', (run) => run.rejects),
    count('gaps', (run) => run.gaps),
    booleanColumn(
      'complete',
      healths.map(({ run }) => run?.complete ?? null),
    ),
    count('claimed', (run) => run.claimed),
    text('terms', ({ source }) => source.terms),
    text('address', ({ source }) => source.address),
  ];
}
