import { OrreryError, type ForecastTarget, type Retraining, messageOf } from '@orrery/contract';
import { UnrecoverableJobError, type ForecastJob, type JobOf, type Queue } from '@orrery/pipeline';
import { createLanes } from '../../http/lanes.ts';
import type { ForecastContext } from '../context.ts';
import { readHistory } from '../history/read.ts';
import { readOfficials } from '../history/official.ts';
import { forecastJobIds } from '../jobs.ts';
import { blobIdOf } from '../registry/registry.ts';
import { encodeDataset, spansFor, type Dataset } from './dataset.ts';
import { noteRetraining, readRetraining, STAGE_RETRIES } from './retraining.ts';
import type { TrainingRunner } from './run.ts';

export interface TrainingSettings {
  readonly runner: TrainingRunner;
  /** Whether models have a neural network where the recipe of the target has one. */
  readonly neural: boolean;
  readonly seed: number;
  readonly codeVersion: string;
}

type Stage = 'forecastPrepare' | 'forecastTrain' | 'forecastEvaluate' | 'forecastRegister' | 'forecastDeploy';
type StageJob = Extract<ForecastJob, { readonly type: Stage }>;

/** Kp of the archive begins in 1932. */
const BEGINNING_MS = Date.UTC(1930, 0, 1);
/** Least real time between two notes of progress. */
const NOTE_EVERY_MS = 5000;

/**
 * A training in stages, each a job that adds the next: prepare (a dataset from the stores), train, evaluate (against
 * the champion, on hours neither was trained on), register, deploy. The result of a stage is a blob with the id of its
 * content, so a stage repeated after a crash gives the same result; the state of the training holds its progress and
 * outcome. Computation runs in a thread.
 */
export function createStages(context: ForecastContext, settings: TrainingSettings) {
  const { stores, registry, logger, metrics } = context;
  const { blobs, state } = stores;
  // In turn: a late note of progress must not overwrite that of the next stage.
  const inTurn = createLanes();
  const note = (job: StageJob, change: Partial<Retraining>): Promise<Retraining> =>
    inTurn(job.target, () => noteRetraining(state, job.target, job.atMs, change));
  const begin = (job: StageJob, said: string, change: Partial<Retraining> = {}): Promise<Retraining> =>
    note(job, { outcome: 'running', finishedMs: null, note: said, ...change });

  const put = async (kind: string, target: ForecastTarget, bytes: Uint8Array): Promise<string> => {
    const id = blobIdOf(kind, bytes);
    await blobs.put(id, bytes, { kind, target });
    return id;
  };
  const get = async (id: string): Promise<Uint8Array> => {
    const blob = await blobs.get(id);
    if (blob === null)
      throw new UnrecoverableJobError(`The blob ${id} of a training is not in the store; ask for the training anew.`);
    return blob.content;
  };
  const next = (job: StageJob): Promise<void> =>
    context.queue.add(job, { id: forecastJobIds.training(job.type, job.target, job.atMs), ...STAGE_RETRIES });
  const progressOf = (job: StageJob): ((share: number, text: string) => void) => {
    let notedMs = performance.now();
    return (share, text) => {
      if (performance.now() - notedMs < NOTE_EVERY_MS) return;
      notedMs = performance.now();
      const said = `${job.type.replace('forecast', '').toLowerCase()} ${Math.round(100 * share)} %: ${text}`;
      void note(job, { note: said }).catch((error: unknown) => logger.debug({ err: error }, 'progress not noted'));
    };
  };

  async function prepare(job: JobOf<'forecastPrepare'>): Promise<void> {
    const { target, atMs } = job;
    const champion = await registry.loadChampion(target);
    await begin(job, 'reads the history', { championVersion: champion?.version ?? null });
    const history = await readHistory(stores, BEGINNING_MS, atMs);
    const officials = target === 'kp' ? await readOfficials(stores, BEGINNING_MS, atMs) : [];
    const { seed, codeVersion } = settings;
    const spans = spansFor(target, history, champion?.card.dataToMs ?? null);
    const dataset: Dataset = { target, history, officials, ...spans, seed, trainedAtMs: atMs, codeVersion };
    const id = await put('dataset', target, await encodeDataset(dataset));
    await next({ type: 'forecastTrain', target, atMs, dataset: id });
  }

  async function train(job: JobOf<'forecastTrain'>, signal: AbortSignal): Promise<void> {
    const { target, atMs, dataset } = job;
    await begin(job, 'training');
    const task = { dataset: await get(dataset), neural: settings.neural };
    const bytes = await settings.runner.train(task, { signal, onProgress: progressOf(job) });
    await next({ type: 'forecastEvaluate', target, atMs, dataset, candidate: await put('candidate', target, bytes) });
  }

  async function evaluate(job: JobOf<'forecastEvaluate'>, signal: AbortSignal): Promise<void> {
    const { target, atMs } = job;
    const state = await registry.champion(target);
    const champion = state === null ? null : await registry.bytes(target, state.version);
    await begin(job, 'evaluation', { championVersion: state?.version ?? null });
    const [dataset, candidate] = [await get(job.dataset), await get(job.candidate)];
    const { bytes, comparison } = await settings.runner.evaluate(
      { dataset, candidate, champion },
      { signal, onProgress: progressOf(job) },
    );
    await note(job, { championScore: comparison?.champion ?? null, challengerScore: comparison?.challenger ?? null });
    await next({ type: 'forecastRegister', target, atMs, candidate: await put('candidate', target, bytes) });
  }

  async function register(job: JobOf<'forecastRegister'>): Promise<void> {
    const { target, atMs } = job;
    const { version } = await registry.register(await get(job.candidate));
    await note(job, { challengerVersion: version, note: 'registered' });
    await next({ type: 'forecastDeploy', target, atMs, version });
  }

  async function deploy(job: JobOf<'forecastDeploy'>): Promise<void> {
    const { target, atMs, version } = job;
    const training = await readRetraining(state, target, atMs);
    const { championVersion = null, championScore = null, challengerScore = null } = training ?? {};
    const current = await registry.champion(target);
    // Deployed by this job before a crash: only the outcome is missing.
    const isDeployed = current?.version === version && current.version !== championVersion;
    if (!isDeployed && current !== null && current.version !== championVersion)
      throw new OrreryError(
        'invalidRequest',
        `The champion became ${current.version} while ${version} was judged against ${championVersion}.`,
      );
    const isBetter =
      championVersion === null ||
      (championScore !== null && challengerScore !== null && challengerScore < championScore);
    if (isBetter && !isDeployed)
      await registry.deploy(target, version, reasonOf(championVersion, championScore, challengerScore));
    const outcome = isBetter ? 'replaced' : 'kept';
    await note(job, { outcome, finishedMs: context.clock.now(), note: '' });
    metrics.retrainings.inc({ target, outcome });
    logger.info(
      { target, atMs, outcome, championVersion, challengerVersion: version, championScore, challengerScore },
      'training ended',
    );
  }

  return { prepare, train, evaluate, register, deploy };
}

const reasonOf = (before: string | null, championScore: number | null, challengerScore: number | null): string =>
  before === null
    ? 'the first champion'
    : `better than ${before} on the same held-out hours: mean RMSE ${challengerScore?.toFixed(3)} against ${championScore?.toFixed(3)}`;

/**
 * Registers the stages with the queue, one training at a time. A failure is noted; errors that a retry cannot fix end
 * the training.
 */
export function processStages(
  queue: Pick<Queue, 'process'>,
  context: ForecastContext,
  settings: TrainingSettings,
): void {
  const stages = createStages(context, settings);
  const { stores, metrics, logger } = context;
  const guarded = async (job: StageJob, signal: AbortSignal, work: () => Promise<void>): Promise<void> => {
    const { target, atMs, type } = job;
    const end = metrics.stageSeconds.startTimer({ target, stage: type });
    try {
      await work();
      end();
    } catch (error) {
      if (signal.aborted) throw error;
      const reason = messageOf(error);
      await noteRetraining(stores.state, target, atMs, {
        outcome: 'failed',
        finishedMs: context.clock.now(),
        note: reason,
      });
      metrics.retrainings.inc({ target, outcome: 'failed' });
      logger.warn({ target, atMs, stage: type, reason }, 'training failed');
      const isHopeless = error instanceof OrreryError && error.code === 'invalidRequest';
      throw isHopeless ? new UnrecoverableJobError(reason) : error;
    }
  };
  queue.process('forecastPrepare', (job, signal) => guarded(job, signal, () => stages.prepare(job)));
  queue.process('forecastTrain', (job, signal) => guarded(job, signal, () => stages.train(job, signal)));
  queue.process('forecastEvaluate', (job, signal) => guarded(job, signal, () => stages.evaluate(job, signal)));
  queue.process('forecastRegister', (job, signal) => guarded(job, signal, () => stages.register(job)));
  queue.process('forecastDeploy', (job, signal) => guarded(job, signal, () => stages.deploy(job)));
}
