import {
  FORECAST_TARGETS,
  type ForecastSkillQuery,
  type Frame,
  type ModelCard,
  type Notice,
  type ReliabilityBin,
  HOUR_MS,
  throwIfAborted,
} from '@orrery/contract';
import { completePairs, reliabilityBins, skillRows, stormEvents } from '@orrery/forecast';
import { championOf, issuedForecasts, leadsOf, modelCards } from '../../data/forecasts.ts';
import type { Readers } from '../../data/readers.ts';
import { iso } from '../../text.ts';
import type { QueryContext, QueryHandler } from '../handler.ts';
import { assertLead } from '../leads.ts';
import type { RowLimit } from '../tables.ts';
import { reliabilityFrame, seriesFrame, tableFrame, type Provenance } from './frames.ts';
import { matchPairs, type ScoredPairs } from './pairs.ts';

/** Fewer pairs than this of any lead say too little: then the held-out years speak. */
const MIN_PAIRS = 30;
/** The lead of a series where none is named: a day ahead. */
const DEFAULT_LEAD_HOURS = 24;

type SkillReaders = Pick<Readers, 'series' | 'archive' | 'documents' | 'state' | 'now'>;

interface Request extends RowLimit {
  readonly readers: SkillReaders;
  readonly query: ForecastSkillQuery;
  readonly context: QueryContext;
}

/**
 * `forecastSkill`: how good forecasts were. The scores are of the forecasts issued here, over the steps of the range,
 * where each lead has enough of them; else those that the model in use reached in years held out from its training. The
 * frame says which.
 */
export function createForecastSkillHandler(
  readers: SkillReaders,
  { maxObjects }: RowLimit,
): QueryHandler<'forecastSkill'> {
  return {
    async run(query, context) {
      assertLead(query);
      const request = { readers, query, context, maxObjects };
      const issued = query.basis === 'heldOut' ? NOTHING : await issuedPairs(request);
      throwIfAborted(context.signal);
      if (query.format === 'series') return [seriesFrame(query, issued.pairs, context, provenanceOfIssued(issued))];
      const enough = query.basis === 'issued' || isEnough(issued);
      return [enough ? issuedFrame(query, issued) : heldOutFrame(query, await cardInUse(request), issued)];
    },
  };
}

interface IssuedPairs {
  readonly pairs: ScoredPairs;
  readonly versions: readonly string[];
  readonly cut: boolean;
}

const NO_PAIRS: ScoredPairs = {
  leads: [],
  rivals: { persistence: [], mean24h: [], recurrence: [], climatology: [] },
};
const NOTHING: IssuedPairs = { pairs: NO_PAIRS, versions: [], cut: false };

/** Pairs of forecasts and outcomes for the steps of the range; of a series only its lead. */
async function issuedPairs({ readers, query, context, maxObjects }: Request): Promise<IssuedPairs> {
  const { target, version } = query;
  const leads = wantedLeads(query);
  const { fromMs } = context;
  const toMs = Math.min(context.toMs, readers.now());
  if (toMs < fromMs) return NOTHING;
  const firstMs = fromMs - Math.max(...leads) * HOUR_MS;
  const read = await issuedForecasts(readers, { target, version }, firstMs, toMs, maxObjects);
  if (read.issued.length === 0) return { ...NOTHING, cut: read.cut };
  const pairs = await matchPairs(readers, read.issued, { target, leads, fromMs, toMs });
  return { pairs, versions: [...new Set(read.issued.map(({ body }) => body.version))], cut: read.cut };
}

function wantedLeads({ target, format, leadHours }: ForecastSkillQuery): readonly number[] {
  if (leadHours !== undefined) return [leadHours];
  return format === 'series' ? [DEFAULT_LEAD_HOURS] : leadsOf(target);
}

const counts = ({ pairs: { leads } }: IssuedPairs): readonly number[] =>
  leads.map(({ pairs }) => pairs.observed.length);

const isEnough = (issued: IssuedPairs): boolean =>
  issued.pairs.leads.length > 0 && counts(issued).every((n) => n >= MIN_PAIRS);

function issuedFrame(query: ForecastSkillQuery, issued: IssuedPairs): Frame {
  const provenance = provenanceOfIssued(issued);
  const { leads, rivals } = issued.pairs;
  return query.format === 'reliability'
    ? reliabilityFrame(query, reliabilityOf(leads), provenance)
    : tableFrame(query, skillRows(leads, rivals), provenance);
}

/** Bins of p5 over all leads. */
function reliabilityOf(leads: ScoredPairs['leads']): readonly ReliabilityBin[] {
  const complete = leads.map(({ pairs }) => completePairs(pairs)).filter(({ p5 }) => p5 !== null);
  const p5 = complete.flatMap((pairs) => [...(pairs.p5 ?? [])]);
  const observed = complete.flatMap((pairs) => [...pairs.observed]);
  return reliabilityBins(Float64Array.from(p5), stormEvents(Float64Array.from(observed)));
}

function provenanceOfIssued(issued: IssuedPairs): Provenance {
  const n = Math.max(0, ...counts(issued));
  const notices: Notice[] = [];
  if (issued.cut) notices.push({ severity: 'warning', text: 'Only the newest forecasts (maxObjects) were looked at.' });
  if (n === 0) notices.push({ severity: 'info', text: 'No forecast issued here has met its outcome in this range.' });
  else notices.push({ severity: 'info', text: `Scores of the forecasts as issued here, up to ${n} a lead.` });
  return { notices, custom: { basis: 'issued', versions: issued.versions } };
}

function heldOutFrame(query: ForecastSkillQuery, card: ModelCard | null, issued: IssuedPairs): Frame {
  const { title } = FORECAST_TARGETS[query.target];
  if (card === null) {
    const text = `No forecast model of ${title} is registered here, and too few forecasts were issued to score them.`;
    const nothing: Provenance = { notices: [{ severity: 'info', text }], custom: { basis: 'heldOut' } };
    return query.format === 'reliability' ? reliabilityFrame(query, [], nothing) : tableFrame(query, [], nothing);
  }
  const { fromMs, toMs, trainedToMs } = card.heldOut;
  const day = (ms: number): string => iso(ms).slice(0, 10);
  const why = query.basis === 'heldOut' ? '' : `Fewer than ${MIN_PAIRS} forecasts a lead have met their outcome here. `;
  const text = `${why}Scores of ${card.model} ${card.version} in ${day(fromMs)} to ${day(toMs)}, held out from its training.`;
  const provenance: Provenance = {
    notices: [{ severity: 'info', text }],
    custom: {
      basis: 'heldOut',
      model: card.model,
      version: card.version,
      heldOutFrom: iso(fromMs),
      heldOutTo: iso(toMs),
      trainedTo: iso(trainedToMs),
      issuedPairs: Math.max(0, ...counts(issued)),
    },
  };
  if (query.format === 'reliability') return reliabilityFrame(query, card.reliability, provenance);
  const rows = card.skill.filter(({ leadHours }) => leadHours === (query.leadHours ?? leadHours));
  return tableFrame(query, rows, provenance);
}

/** The card of the version asked for, else of the one in use, else the newest. */
async function cardInUse({ readers, query: { target, version } }: Request): Promise<ModelCard | null> {
  const [cards, champion] = await Promise.all([modelCards(readers.documents), championOf(readers.state, target)]);
  const own = cards.filter((card) => card.target === target);
  const wanted = version ?? champion?.version;
  return own.find((card) => card.version === wanted) ?? (version === undefined ? (own[0] ?? null) : null);
}
