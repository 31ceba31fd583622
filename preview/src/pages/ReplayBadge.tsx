import type { ServiceClock } from '@orrery/contract';
import { Badge } from '@grafana/ui';
import { useEffect, useState, type ReactElement } from 'react';
import { describeReplay } from '../host/clock.ts';

const TICK_MS = 1000;

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
