import { BODIES, EVENT_KINDS, OrreryError, throwIfAborted, type Body, type EventKind } from '@orrery/contract';
import { assertCovered, utcToTime } from '../time/index.ts';
import { createPlace } from './place.ts';
import { FINDERS } from './registry.ts';
import { createSky } from './sky.ts';
import type { SkyEvent, SkyEventsRequest } from './types.ts';

/** Most events that one request may have. */
export const MAX_SKY_EVENTS = 10_000;

/** UT1 and UTC differ by less than a second; one more for rounding. */
const MARGIN_DAYS = 2 / 86_400;

/**
 * The events of the sky that touch [fromMs, toMs], in order of time. An event with a length counts from the moment it
 * begins to the moment it ends, so one that began before the range is in the answer. The same event has the same
 * numbers whatever range asks for it. Bodies that cannot have a kind are passed over as long as one of the request can
 * have one of its kinds.
 *
 * Throws OrreryError `missingParameter` (a kind needs an observer), `outOfRange` (range outside the ephemeris, or no
 * body that can have the kinds), `tooLarge` (more than MAX_SKY_EVENTS) and `cancelled` (signal aborted).
 */
export function findSkyEvents(request: SkyEventsRequest): SkyEvent[] {
  const { fromMs, toMs, signal } = request;
  const kinds = [...new Set(request.kinds)];
  assertOrdered(fromMs, toMs);
  assertCovered(fromMs, toMs);
  assertObserver(kinds, request);
  assertSomeBody(kinds, request.bodies);
  const sky = createSky();
  const search = {
    from: utcToTime(fromMs).ut - MARGIN_DAYS,
    to: utcToTime(toMs).ut + MARGIN_DAYS,
    place: request.observer ? createPlace(request.observer, sky) : null,
    sky,
    checkpoint: () => throwIfAborted(signal),
  };
  const found: SkyEvent[] = [];
  for (const kind of kinds) {
    search.checkpoint();
    for (const event of FINDERS[kind].find({ ...search, bodies: bodiesFor(kind, request.bodies) })) {
      if (event.timeMs > toMs || (event.timeEndMs ?? event.timeMs) < fromMs) continue;
      if (found.length === MAX_SKY_EVENTS) throw tooMany();
      found.push(event);
    }
  }
  return found.sort((a, b) => a.timeMs - b.timeMs || order(a) - order(b));
}

/** Events of the same millisecond keep the order of the contract's kinds and bodies. */
const KIND_ORDER = Object.keys(EVENT_KINDS);
const order = (event: SkyEvent): number => KIND_ORDER.indexOf(event.kind) * BODIES.length + BODIES.indexOf(event.body);

function bodiesFor(kind: EventKind, asked: readonly Body[] | undefined): readonly Body[] {
  const finder = FINDERS[kind];
  return asked ? finder.bodies.filter((body) => asked.includes(body)) : finder.defaultBodies;
}

function assertOrdered(fromMs: number, toMs: number): void {
  if (fromMs <= toMs) return;
  throw new OrreryError('outOfRange', 'The range of the sky events ends before it begins. Exchange from and to.');
}

function assertObserver(kinds: readonly EventKind[], { observer }: SkyEventsRequest): void {
  const needy = kinds.filter((kind) => EVENT_KINDS[kind].needsObserver);
  if (observer || needy.length === 0) return;
  const message = `Events of kind ${needy.join(', ')} exist only at a place on the Earth: give an "observer" (a site id, or latitude and longitude in degrees).`;
  throw new OrreryError('missingParameter', message, [{ path: 'observer', message }]);
}

function assertSomeBody(kinds: readonly EventKind[], asked: readonly Body[] | undefined): void {
  if (!asked || kinds.length === 0 || kinds.some((kind) => bodiesFor(kind, asked).length > 0)) return;
  const allowed = kinds.map((kind) => `${kind}: ${FINDERS[kind].bodies.join(', ')}`).join('; ');
  const message = `None of the bodies ${asked.join(', ')} can have an event of the kinds asked for. Bodies for ${allowed}.`;
  throw new OrreryError('outOfRange', message, [{ path: 'bodies', message }]);
}

function tooMany(): OrreryError {
  return new OrreryError(
    'tooLarge',
    `The range has more than ${MAX_SKY_EVENTS} sky events, the limit of one request. Shorten the range or ask for fewer kinds or bodies.`,
  );
}
