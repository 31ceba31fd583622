import { DAY_MS, HOUR_MS } from '@orrery/contract';
import { describe, expect, it, vi } from 'vitest';
import type * as Targets from '../targets/index.ts';
import { madeUpHistory } from '../testing/made-up-history.ts';
import { untrainedNetwork, withDrivenKp } from '../testing/small-recipes.ts';
import { decodeModel, decodeParts } from '../trained/model.ts';
import { ablateNetwork } from './ablation.ts';
import { trainModel } from './train.ts';

vi.mock('../targets/index.ts', async (original) => {
  const { smallRecipes } = await import('../testing/small-recipes.ts');
  const { TARGET_SPECS } = await original<typeof Targets>();
  return { TARGET_SPECS: smallRecipes(TARGET_SPECS) };
});
// A training takes three seconds of a processor, which on a busy machine may be minutes.
vi.setConfig({ testTimeout: 300_000 });

const history = withDrivenKp(madeUpHistory(460, 11), 12);
const { startMs } = history.kp;
const OPTIONS = { trainToMs: startMs + 335 * DAY_MS, validateToMs: startMs + 440 * DAY_MS, folds: 1, seed: 1 };

describe('the ablation of the network', () => {
  it('forecasts held-out hours as the models trained with the network and without it do', async () => {
    const leads = await ablateNetwork('kp', history, { ...OPTIONS, neural: untrainedNetwork });
    for (const neural of [untrainedNetwork, null]) {
      const name = neural ? 'withNetwork' : 'withoutNetwork';
      const { bytes } = await trainModel('kp', history, { ...OPTIONS, neural, trainedAtMs: 0, codeVersion: 'test' });
      expect(leads.map(({ weights }) => weights[name])).toEqual(
        decodeParts(bytes).variants[0]?.knots.map(({ weights }) => weights),
      );
      const model = decodeModel(bytes);
      for (const lead of leads) {
        const issuedAtMs = (lead.validAtMs[0] as number) - lead.leadHours * HOUR_MS;
        expect(issuedAtMs).toBeGreaterThanOrEqual(OPTIONS.validateToMs);
        const { leadHours, value } = model.forecast({ history, issuedAtMs });
        expect(lead[name][0]).toBeCloseTo(value[leadHours.indexOf(lead.leadHours)] as number, 2);
      }
    }
  });
});
