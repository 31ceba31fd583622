/** The programs behind the servers: from Debian's packages, from Maven, or unpacked from the shared binaries. */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmodSync, cpSync, existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../../scripts/lib/environment.mjs';
import { run } from '../../scripts/lib/run.mjs';

const TOOLS = join(ROOT, '.cache', 'tools');
const PLACES = ['', '/usr/lib/postgresql/15/bin/', '/usr/bin/', '/usr/local/bin/'];
let apt = Promise.resolve();

/** Where the command is, or null. */
function find(command) {
  const works = (path) => spawnSync(path, ['--version'], { stdio: 'ignore' }).error === undefined;
  return PLACES.map((place) => place + command).find(works) ?? null;
}

/** The path of a command; where it is missing and this is root on Debian, its package is installed first. */
export async function command(name, debianPackage) {
  const known = find(name);
  if (known !== null) return known;
  const canInstall = process.getuid?.() === 0 && find('apt-get') !== null;
  if (!canInstall)
    throw new Error(`${name} is missing: install ${debianPackage} (as root: apt-get install ${debianPackage}).`);
  apt = apt.then(() => install(debianPackage));
  await apt;
  const installed = find(name);
  if (installed === null) throw new Error(`${name} is still missing after the installation of ${debianPackage}.`);
  return installed;
}

/** Debian starts what it installs; a policy-rc.d answer of 101 keeps it from doing so. */
async function install(debianPackage) {
  const policy = '/usr/sbin/policy-rc.d';
  const ours = !existsSync(policy);
  if (ours) writeFileSync(policy, '#!/bin/sh\nexit 101\n', { mode: 0o755 });
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  try {
    await run('apt-update', 'apt-get', ['update', '-qq'], { env });
    await run(`apt-${debianPackage}`, 'apt-get', ['install', '-y', '-qq', '--no-install-recommends', debianPackage], {
      env,
    });
  } finally {
    if (ours) spawnSync('rm', ['-f', policy]);
  }
}

/** Java archives of e2e/servers/NAME/pom.xml. @returns {Promise<string>} a class path for `java -cp` */
export async function javaLibraries(name) {
  const pom = join(ROOT, 'e2e', 'servers', name, 'pom.xml');
  const version = createHash('sha256').update(readFileSync(pom)).digest('hex').slice(0, 12);
  const lib = join(TOOLS, `${name}-${version}`);
  if (!existsSync(lib)) {
    const mvn = await command('mvn', 'maven');
    const partial = `${lib}.partial-${process.pid}`;
    // Maven writes beside the pom, so it works on a copy.
    mkdirSync(partial, { recursive: true });
    cpSync(pom, join(partial, 'pom.xml'));
    await run(`mvn-${name}`, mvn, ['-q', '-B', 'dependency:copy-dependencies', `-DoutputDirectory=${partial}/lib`], {
      cwd: partial,
    });
    renameSync(join(partial, 'lib'), lib);
    spawnSync('rm', ['-rf', partial]);
  }
  return join(lib, '*');
}

/** Java itself: a JDK, since a class of ours is compiled as it starts. */
export const java = () => command('java', 'default-jdk-headless');

/** A program from `tools/bin/NAME.xz` of the shared folder, unpacked once. @returns {Promise<string>} its path */
export async function sharedBinary(name, variable) {
  const path = join(TOOLS, name);
  if (existsSync(path)) return path;
  const folders = [process.env.ORRERY_SHARED, join(ROOT, '..', 'shared')].filter(Boolean);
  const packed = folders.map((folder) => join(folder, 'tools', 'bin', `${name}.xz`)).find((file) => existsSync(file));
  if (packed === undefined)
    throw new Error(
      `There is no ${name} here: set ${variable} to the address of a running one, or ORRERY_SHARED to a folder with tools/bin/${name}.xz.`,
    );
  mkdirSync(TOOLS, { recursive: true });
  const xz = await command('xz', 'xz-utils');
  const unpacked = spawnSync(xz, ['-dc', packed], { maxBuffer: 2 ** 30 });
  if (unpacked.status !== 0) throw new Error(`${packed} cannot be unpacked: ${unpacked.stderr}`);
  const partial = `${path}.partial-${process.pid}`;
  writeFileSync(partial, unpacked.stdout);
  chmodSync(partial, 0o755);
  renameSync(partial, path);
  return path;
}
