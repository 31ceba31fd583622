import { OrreryError } from '@orrery/contract';
import { backtestCommand } from './backtest.ts';
import { deployCommand, rollbackCommand } from './deploy.ts';
import { driftCommand } from './drift.ts';
import { evaluateCommand } from './evaluate.ts';
import { readValues, type ForecastCommand } from './options.ts';
import { trainCommand } from './train.ts';

const COMMANDS: Readonly<Record<string, ForecastCommand>> = {
  train: trainCommand,
  evaluate: evaluateCommand,
  backtest: backtestCommand,
  deploy: deployCommand,
  rollback: rollbackCommand,
  drift: driftCommand,
};

const HELP = `Forecasts on the command line; each command has a --help of its own

  npm run orrery -- forecast train      trains a model from the archive or from files and registers it
  npm run orrery -- forecast evaluate   scores the deployed model lead by lead beside baselines
  npm run orrery -- forecast backtest   what the deployed model would have said, step by step, as CSV
  npm run orrery -- forecast deploy     makes a registered model forecast, if it beats the one that does
  npm run orrery -- forecast rollback   goes back to the model before
  npm run orrery -- forecast drift      looks for drift

  Flags of all: --data-dir D the embedded database is in D (default .orrery); --distributed the servers of ORRERY_MONGO_URL ….
`;

/** `forecast COMMAND FLAGS`. Throws OrreryError that names the flag and what is valid. */
export async function forecastMain(args: readonly string[]): Promise<void> {
  const [name, ...flags] = args;
  if (name === undefined || name === '--help') return void process.stdout.write(HELP);
  const command = COMMANDS[name];
  if (!command)
    throw new OrreryError(
      'invalidRequest',
      `forecast: there is no "${name}"; there are ${Object.keys(COMMANDS).join(', ')}.`,
    );
  if (flags.includes('--help')) return void process.stdout.write(`npm run orrery -- ${command.help}`);
  await command.run(readValues(name, command.options, flags));
}
