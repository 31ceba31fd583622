import { MINUTE_MS } from '@orrery/contract';
import { useCallback, useEffect, useMemo, useState } from 'react';
import { DataHoverClearEvent, DataHoverEvent, type EventBus, type TimeRange } from '@grafana/data';

/** The displayed time and functions to change it; epoch ms UTC. */
export interface Moment {
  readonly ms: number;
  readonly fromMs: number;
  readonly toMs: number;
  /** Time step of a step button. */
  readonly stepMs: number;
  /** The time range includes now. */
  readonly live: boolean;
  /** The user has not chosen a time other than now. */
  readonly following: boolean;
  readonly choose: (ms: number) => void;
  readonly follow: () => void;
  /** Removes the shared crosshair when the slider loses focus. */
  readonly release: () => void;
}

const NICE_STEPS = [1, 2, 5, 10, 15, 30, 60, 120, 180, 360, 720, 1440, 2880, 7200, 14_400, 43_200].map(
  (m) => m * MINUTE_MS
);
const STEPS_IN_RANGE = 96;
/** Update interval of a picture that follows the clock. */
const CLOCK_MS = 15_000;

/** A round time, about a hundredth of the range. */
export function niceStep(rangeMs: number): number {
  return NICE_STEPS.find((step) => step >= rangeMs / STEPS_IN_RANGE) ?? NICE_STEPS.at(-1) ?? MINUTE_MS;
}

/** Now if it is in the range, else the end of the range. */
export const restingMoment = (fromMs: number, toMs: number, nowMs: number): number =>
  nowMs >= fromMs && nowMs <= toMs ? nowMs : toMs;

/** The time under the crosshair of another panel, null when there is none. */
function useCrosshair(eventBus: EventBus): number | null {
  const [hovered, setHovered] = useState<number | null>(null);
  useEffect(() => {
    const over = eventBus.getStream(DataHoverEvent).subscribe((event) => {
      if (event.origin === eventBus) {
        return;
      }
      const time: unknown = event.payload?.point?.time;
      if (typeof time === 'number' && Number.isFinite(time)) {
        setHovered(time);
      }
    });
    const away = eventBus.getStream(DataHoverClearEvent).subscribe((event) => {
      if (event.origin !== eventBus) {
        setHovered(null);
      }
    });
    return () => {
      over.unsubscribe();
      away.unsubscribe();
    };
  }, [eventBus]);
  return hovered;
}

function useClock(running: boolean): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    if (!running) {
      return undefined;
    }
    const timer = setInterval(() => setNow(Date.now()), CLOCK_MS);
    return () => clearInterval(timer);
  }, [running]);
  return Math.max(now, 0);
}

/** The time to show: under the crosshair, else chosen on the slider, else now or the end of the range. */
export function useMoment(timeRange: TimeRange, eventBus: EventBus): Moment {
  const [fromMs, toMs] = [timeRange.from.valueOf(), timeRange.to.valueOf()];
  const [chosen, setChosen] = useState<number | null>(null);
  const hovered = useCrosshair(eventBus);
  const following = chosen === null;
  const clock = useClock(following);
  const live = clock >= fromMs && clock <= toMs;
  const inside = useCallback((ms: number) => Math.max(fromMs, Math.min(toMs, ms)), [fromMs, toMs]);
  const ms = hovered ?? (chosen === null ? restingMoment(fromMs, toMs, clock) : inside(chosen));
  const choose = useCallback(
    (next: number) => {
      const time = inside(next);
      setChosen(time);
      eventBus.publish(new DataHoverEvent({ point: { time } }));
    },
    [eventBus, inside]
  );
  const follow = useCallback(() => {
    setChosen(null);
    eventBus.publish(new DataHoverClearEvent());
  }, [eventBus]);
  const release = useCallback(() => eventBus.publish(new DataHoverClearEvent()), [eventBus]);
  return useMemo(
    () => ({ ms, fromMs, toMs, stepMs: niceStep(toMs - fromMs), live, following, choose, follow, release }),
    [ms, fromMs, toMs, live, following, choose, follow, release]
  );
}
