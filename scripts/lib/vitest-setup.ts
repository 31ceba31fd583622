import fc from 'fast-check';

/** Property tests are the same in every run, so that a red one can be repeated; ORRERY_SEED=random looks further. */
const given = process.env['ORRERY_SEED'] ?? '20261124';
if (given !== 'random') fc.configureGlobal({ seed: Number(given) });
