import type { Command } from 'commander';
import { backtestCommand } from './backtest.ts';
import { deployCommand, rollbackCommand } from './deploy.ts';
import { driftCommand } from './drift.ts';
import { evaluateCommand } from './evaluate.ts';
import { trainCommand } from './train.ts';

export function forecastCommands(program: Command): void {
  const forecast = program
    .command('forecast')
    .summary('train, evaluate, backtest, deploy, rollback, drift')
    .description('Models that forecast: their training, their scores, and which one is in use.')
    .helpCommand(false);
  trainCommand(forecast);
  evaluateCommand(forecast);
  backtestCommand(forecast);
  deployCommand(forecast);
  rollbackCommand(forecast);
  driftCommand(forecast);
}
