import type { Policy } from '../http/policy.ts';
import type { ProviderRecording } from '../recordings/recording.ts';

/** Somebody who publishes data: where they are asked, and how we behave towards them. */
export interface Provider {
  /** Part of the name of its setting, `ORRERY_<ID>_URL`. */
  readonly id: string;
  /** What messages call it. */
  readonly name: string;
  /** Base address where the configuration names no other. */
  readonly address: string;
  readonly policy: Policy;
  readonly recording: ProviderRecording;
}
