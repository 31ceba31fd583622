/**
 * All servers together: what runs is recorded in .cache/servers/state.json, so that anyone can stop it or start it
 * again.
 */
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { influx } from './influx.mjs';
import { kafka } from './kafka.mjs';
import { loki } from './loki.mjs';
import { mongo } from './mongo.mjs';
import { postgres } from './postgres.mjs';
import { freePort, HOME, isAlive, startDetached, stopProcess, untilHealthy } from './process.mjs';
import { prometheus } from './prometheus.mjs';
import { redis } from './redis.mjs';

export const SERVERS = { postgres, redis, kafka, influx, mongo, loki, prometheus };
const STATE = join(HOME, 'state.json');

/** Name -> {pid, birth, port, ports, dataDir}. */
const readState = () => (existsSync(STATE) ? JSON.parse(readFileSync(STATE, 'utf8')) : {});

/** Reads, changes and writes without a pause between, so that servers started side by side do not lose each other. */
function changeState(change) {
  mkdirSync(HOME, { recursive: true });
  const state = readState();
  change(state);
  writeFileSync(`${STATE}.new`, JSON.stringify(state, null, 2));
  renameSync(`${STATE}.new`, STATE);
}

/** Is its address given in the environment? Then that one is used and nothing is started. */
export const isGiven = ({ variables }) => Boolean(process.env[variables[0]]);

/** Variables of all that is given or runs. @returns {Record<string, string>} */
export function environment() {
  const state = readState();
  return Object.assign({}, ...Object.values(SERVERS).map((server) => variablesOf(server, state[server.name])));
}

function variablesOf(server, entry) {
  if (isGiven(server)) return Object.fromEntries(server.variables.map((name) => [name, process.env[name] ?? '']));
  return entry !== undefined && isAlive(entry) ? server.env(entry) : {};
}

/**
 * Starts a server, or starts it again with the port and the data it had; resolves when it answers.
 * @returns {Promise<{outcome: 'given' | 'running' | 'started', ms: number}>}
 */
export async function up(name) {
  const server = SERVERS[name];
  const startedMs = Date.now();
  if (isGiven(server)) return { outcome: 'given', ms: 0 };
  const known = readState()[name];
  if (known !== undefined && isAlive(known)) return { outcome: 'running', ms: 0 };
  const entry = known ?? (await newEntry(server));
  mkdirSync(entry.dataDir, { recursive: true });
  await server.prepare(entry.dataDir, entry);
  const [program, args, options] = await server.commandLine(entry);
  const launchedMs = Date.now();
  const started = startDetached(name, program, args, options);
  changeState((state) => (state[name] = { ...entry, ...started }));
  await untilHealthy(name, started, () => server.isHealthy(entry));
  return { outcome: 'started', ms: Date.now() - launchedMs, preparedMs: launchedMs - startedMs };
}

async function newEntry({ name, morePorts = 0 }) {
  const [port, ...ports] = await Promise.all(Array.from({ length: 1 + morePorts }, freePort));
  const dataDir = join(HOME, 'data', name);
  rmSync(dataDir, { recursive: true, force: true });
  return { port, ports, dataDir };
}

/** Stops a server that was started here and removes its data. @returns {Promise<boolean>} was there one? */
export async function down(name) {
  const entry = readState()[name];
  if (entry === undefined) return false;
  await stopProcess(entry, SERVERS[name].stopSignal);
  for (const folder of [entry.dataDir, ...(SERVERS[name].folders?.(entry.dataDir) ?? [])])
    rmSync(folder, { recursive: true, force: true });
  changeState((state) => delete state[name]);
  return true;
}

/** Ends a server with SIGKILL and keeps its data: `up` starts it again at the same address. */
export async function kill(name) {
  const entry = readState()[name];
  if (entry === undefined) return false;
  await stopProcess(entry, 'SIGKILL');
  return true;
}
