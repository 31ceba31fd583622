import type { Provider, ProviderId } from '@orrery/etl-worker';
import { celestrakAnswer } from './celestrak.ts';
import { gfzAnswer } from './gfz.ts';
import { iersAnswer } from './iers.ts';
import { nasaAnswer, jplAnswer } from './nasa-jpl.ts';
import type { ReplayAnswer, ReplayQuestion } from './answer.ts';
import type { Recording } from './recordings.ts';
import { swpcAnswer } from './swpc.ts';

type Answer = (recordings: readonly Recording[], question: ReplayQuestion) => ReplayAnswer;

const ANSWERS: Readonly<Record<ProviderId, Answer>> = {
  swpc: swpcAnswer,
  gfz: gfzAnswer,
  celestrak: celestrakAnswer,
  nasa: nasaAnswer,
  jpl: jplAnswer,
  iers: iersAnswer,
};

/** The answer of a provider from its recordings. */
export const answerOf = ({ id }: Provider, recordings: readonly Recording[], question: ReplayQuestion): ReplayAnswer =>
  ANSWERS[id as ProviderId](recordings, question);
