import { VERSION, messageOf } from '@orrery/contract';
import { Command, CommanderError } from 'commander';
import { catalogCommand } from './commands/catalog.ts';
import { celestrakCommand } from './commands/celestrak.ts';
import { exportCommand } from './commands/export.ts';
import { forecastCommands } from './commands/forecast/index.ts';
import { importCommand } from './commands/import.ts';
import { FAILED, MISUSED, UsageError } from './flags.ts';
import { keysCommand } from './commands/keys.ts';
import { loadCommand } from './commands/load.ts';
import { quarantineCommand } from './commands/quarantine.ts';
import { queryCommand } from './commands/query.ts';
import { recordCommand } from './commands/record.ts';
import { retransformCommand } from './commands/retransform.ts';
import { serviceCommand } from './commands/service.ts';
import { sourcesCommand } from './commands/sources.ts';
import { workerCommand } from './commands/worker.ts';

const NOTES = `
The embedded database is open in one process at a time: query, catalog, celestrak and keys ask the service that has it open;
stop the service for the others. Settings: ORRERY_* of the environment, see docs/configuration.md.`;

/** The program with all its commands; each adds itself to a group of the help. */
export function createProgram(): Command {
  const program = new Command('orrery')
    .description('Space observability: the service, its worker, and commands on what they have stored.')
    .version(VERSION, '--version', 'print the version')
    .helpOption('--help', 'print this help, or that of a command: orrery COMMAND --help')
    .helpCommand(false)
    // A command has flags of its own of the same name: forecast deploy --version.
    .enablePositionalOptions()
    .showSuggestionAfterError()
    .exitOverride()
    .configureOutput({ outputError: (text, write) => write(`${sentenceOf(text)} `) })
    .addHelpText('after', NOTES);
  program.commandsGroup('Running:');
  serviceCommand(program);
  workerCommand(program);
  program.commandsGroup('Asking:');
  queryCommand(program);
  catalogCommand(program);
  sourcesCommand(program);
  quarantineCommand(program);
  program.commandsGroup('Bringing in:');
  loadCommand(program);
  retransformCommand(program);
  recordCommand(program);
  program.commandsGroup('Export and import:');
  exportCommand(program);
  importCommand(program);
  program.commandsGroup('Forecasting:');
  forecastCommands(program);
  program.commandsGroup('Operating:');
  celestrakCommand(program);
  keysCommand(program);
  pointToHelp(program, program.name());
  return program;
}

/** `error: unknown option '--x'\n(Did you mean --y?)` as one line that begins as a sentence does and ends as one. */
function sentenceOf(text: string): string {
  const words = text
    .replace(/^error: /, '')
    .replace(/\s+/g, ' ')
    .trim();
  return `${words.slice(0, 1).toUpperCase()}${words.slice(1)}`.replace(/([^.)])$/, '$1.');
}

/** Says after an error of a command line which help to read, that of the command or of a group of commands. */
function pointToHelp(command: Command, name: string): void {
  command.showHelpAfterError(`See ${name} --help.`);
  for (const child of command.commands) pointToHelp(child, `${name} ${child.name()}`);
}

/**
 * Runs one command line and resolves with its exit code: 0, 1 where the command failed, 2 where a command, a flag or a
 * value is not known. A command that serves goes on after that.
 */
export async function run(words: readonly string[]): Promise<number> {
  const program = createProgram();
  try {
    if (words.length === 0) program.outputHelp();
    else await program.parseAsync(words, { from: 'user' });
    return 0;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : MISUSED;
    process.stderr.write(`${messageOf(error)}\n`);
    return error instanceof UsageError ? MISUSED : FAILED;
  }
}
