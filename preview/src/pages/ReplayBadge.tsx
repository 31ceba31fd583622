import type { ServiceClock } from '@orrery/contract';
import { Badge } from '@grafana/ui';
import { useEffect, useState, type ReactElement } from 'react';

const TICK_MS = 1000;

/** `Demo: replay of the storm of May 2024, clock 2024-05-10 14:20 UTC, 600 ×`. `nowMs` is the time of the data. */
export function describeReplay({ speed, replay, demo }: ServiceClock, nowMs: number): string {
  const what = demo === null ? 'Replay' : `Demo: replay of ${demo.title}`;
  const at = `${new Date(nowMs).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
  const ended = replay?.toMs != null && nowMs >= replay.toMs;
  return ended ? `${what}, ended at ${at}; start it again to see it again` : `${what}, clock ${at}, ${speed} ×`;
}

/** Says that the page does not show what is now, and at which moment it is. */
export function ReplayBadge({ clock }: { readonly clock: ServiceClock }): ReactElement {
  const [nowMs, setNowMs] = useState(() => Date.now());
  useEffect(() => {
    const timer = window.setInterval(() => setNowMs(Date.now()), TICK_MS);
    return () => window.clearInterval(timer);
  }, []);
  return (
    <span data-testid="replay-clock">
      <Badge color="purple" icon="history" text={describeReplay(clock, nowMs)} />
    </span>
  );
}
