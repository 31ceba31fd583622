/**
 * `npm run servers -- up|down|kill|env|run`: real servers for tests, in .cache/servers, at free ports of 127.0.0.1.
 * An address that the environment gives (ORRERY_TEST_POSTGRES and so on) is used instead of a server of our own.
 */
import { spawn } from 'node:child_process';
import { fail, requireNode } from '../../scripts/lib/environment.mjs';
import { down, environment, isGiven, kill, SERVERS, up } from './fleet.mjs';

const NAMES = Object.keys(SERVERS);
const HELP = `Real servers for tests

  npm run servers -- up [NAME…]            start them and wait until they answer; again with their data after a kill
  npm run servers -- down [NAME…]          stop them and remove their data
  npm run servers -- kill NAME…            end them with SIGKILL and keep their data
  npm run servers -- env                   print export lines: eval "$(npm run -s servers -- env)"
  npm run servers -- run [NAME…] -- CMD…   start, run the command with the addresses, stop what was started

  ORRERY_SERVERS_HOME=D keeps servers, ports and data of their own in D (default .cache/servers).
  Names: ${NAMES.join(', ')} (default: all).
`;

requireNode();
const [verb, ...rest] = process.argv.slice(2);
const divider = rest.indexOf('--');
const names = divider === -1 ? rest : rest.slice(0, divider);
const command = divider === -1 ? [] : rest.slice(divider + 1);
const VERBS = {
  up: () => upAll(chosen()),
  down: () => each(chosen(), down, 'stopped'),
  kill: () => each(chosen(), kill, 'killed'),
  env: () => printEnvironment(),
  run: () => runWith(chosen()),
};
if (!(verb in VERBS)) {
  process.stdout.write(HELP);
  process.exit(verb === undefined || verb === 'help' || verb === '--help' ? 0 : 1);
}
const unknown = names.filter((name) => !NAMES.includes(name));
if (unknown.length > 0) fail(`Unknown server ${unknown.join(', ')}; there are ${NAMES.join(', ')}.`);
process.exitCode = (await VERBS[verb]()) ?? 0;

function chosen() {
  return names.length > 0 ? names : NAMES;
}

/**
 * Starts them side by side; one that fails does not keep the others from starting. @returns {Promise<number>} an exit
 * code
 */
async function upAll(wanted, started = []) {
  const failures = await Promise.all(wanted.map((name) => upOne(name, started)));
  return failures.some(Boolean) ? 1 : 0;
}

async function upOne(name, started) {
  const { title } = SERVERS[name];
  try {
    const { outcome, ms, preparedMs } = await up(name);
    if (outcome === 'started') started.push(name);
    const how = {
      given: 'given by the environment',
      running: 'runs already',
      started: `up in ${seconds(ms)} (prepared in ${seconds(preparedMs)})`,
    };
    process.stderr.write(`✓ ${isGiven(SERVERS[name]) ? name : title}: ${how[outcome]}\n`);
    return false;
  } catch (error) {
    process.stderr.write(`✗ ${title}: ${error.message}\n`);
    return true;
  }
}

async function each(wanted, work, done) {
  await Promise.all(
    wanted.map(async (name) => {
      if (await work(name)) process.stderr.write(`✓ ${name}: ${done}\n`);
    }),
  );
}

function printEnvironment() {
  const quoted = (value) => `'${value.replaceAll("'", "'\\''")}'`;
  for (const [name, value] of Object.entries(environment())) process.stdout.write(`export ${name}=${quoted(value)}\n`);
}

/** The command's own exit code; what this call started is stopped whatever happens. */
async function runWith(wanted) {
  if (command.length === 0) fail('Nothing to run: npm run servers -- run [NAME…] -- CMD…');
  const started = [];
  // A signal goes to the command too; we wait for its end and clean up.
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => undefined);
  try {
    const code = await upAll(wanted, started);
    return code !== 0 ? code : await runCommand();
  } finally {
    await each(started, down, 'stopped');
  }
}

function runCommand() {
  return new Promise((resolve) => {
    const child = spawn(command[0], command.slice(1), { stdio: 'inherit', env: { ...process.env, ...environment() } });
    child.on('error', (error) => {
      process.stderr.write(`${command[0]}: ${error.message}\n`);
      resolve(1);
    });
    child.on('exit', (code) => resolve(code ?? 1));
  });
}

function seconds(ms) {
  return `${(ms / 1000).toFixed(1)} s`;
}
