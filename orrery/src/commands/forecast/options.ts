import { FORECAST_TARGET_NAMES, type ForecastTarget } from '@orrery/contract';
import { Option, type Command } from 'commander';
import { moment, UsageError } from '../../flags.ts';
import { storeOptions, type StoreFlags } from '../kit/stores.ts';

/** Flags of every command here. */
export interface ForecastFlags extends StoreFlags {
  readonly target: ForecastTarget;
}

/** Flags of the commands that read history from the stores or from files. */
export interface InputFlags extends StoreFlags {
  readonly data?: string;
  readonly official?: string;
}

/** Flags of the commands that run a model from one moment to another, epoch ms. */
export interface SpanFlags {
  readonly from: number;
  readonly to: number;
}

/** A command with `--target` and the flags of the stores; `more` are targets beside those of the contract. */
export const forecastCommand = (parent: Command, name: string, more: readonly string[] = []): Command =>
  storeOptions(
    parent
      .command(name)
      .addOption(
        new Option('--target <target>', 'what is forecast')
          .choices([...FORECAST_TARGET_NAMES, ...more])
          .makeOptionMandatory(),
      ),
  );

export const dataOption = (command: Command): Command =>
  command.option(
    '--data <folder>',
    'files of history anywhere below it, instead of the archive: SW-All*.csv[.gz], omni2_YEAR.dat[.gz], Kp_ap*.txt[.gz]',
  );

export const officialOption = (command: Command): Command =>
  command.option('--official <file>', 'official forecasts of Kp, one JSON a line, known from "committed" on');

export const modelOption = (command: Command): Command =>
  command.option('--model <file>', 'another model than the deployed one (that of the stores, else the one that ships)');

export const spanOptions = (command: Command): Command =>
  command
    .requiredOption('--from <time>', 'first moment of issue (ISO 8601, UTC)', moment)
    .requiredOption('--to <time>', 'last moment of issue, included', moment);

/** Throws UsageError where `--to` is before `--from`. */
export function checkSpan({ from, to }: SpanFlags): void {
  if (to < from) throw new UsageError('--to is before --from; the first moment of issue comes first.');
}
