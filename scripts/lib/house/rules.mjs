/** The rules of the house that are about workspaces. Pure: what is imported goes in, sentences come out. */
import { isBuiltin } from 'node:module';
import { packageOf } from '../undeclared.mjs';

/**
 * From the ground up; an import goes to the same workspace or to a lower layer, and among the packages anywhere where
 * it makes no cycle.
 */
export const LAYERS = [
  { name: 'contract', folders: /^packages\/contract$/ },
  { name: 'packages', folders: /^packages\//, amongThemselves: true },
  { name: 'parts', folders: /^(backend|etl-worker)$/ },
  { name: 'apps', folders: /^(orrery|preview|plugin-datasource|plugin-panel|frontend)$/ },
  { name: 'checks', folders: /^(e2e|bench|load)$/ },
];

/** Tools that install and build run before anything is installed, so nobody can ask for them by a package's name. */
const TOOLS = /^scripts\/lib\//;
/** What is no part of a program; it may use what its workspace or the root has for development. */
const DEVELOPMENT =
  /(\.(test|spec)\.\w+$|(^|\/)(testing|scripts|tests?)\/|(^|\/)[\w.-]*(config|setup|runtime)\.\w+$|^(e2e|bench)\/)/;

export const layerOf = (folder) => LAYERS.findIndex(({ folders }) => folders.test(folder));

/**
 * @typedef {{from: string, to: string, specifier: string, typeOnly: boolean}} Import paths below the root
 * @typedef {{folder: string, name: string, manifest: Record<string, any>}} Workspace
 * @param {readonly Import[]} imports @param {readonly Workspace[]} workspaces @param {Record<string, any>} root the
 * root's package.json
 * @returns {string[]} a sentence per violation
 */
export function violations(imports, workspaces, root) {
  const of = (path) => workspaces.find(({ folder }) => path.startsWith(`${folder}/`));
  return [
    ...workspaces.flatMap((workspace) => ofWorkspace(workspace, root)),
    ...imports.flatMap((one) => [...crossing(one, of(one.from), of(one.to)), ...undeclared(one, of(one.from), root)]),
    ...cyclesOf(edgesBetween(imports, workspaces)),
  ];
}

function ofWorkspace({ folder, manifest }, root) {
  return [
    ...(layerOf(folder) === -1 ? [`${folder}/ belongs to no layer`] : []),
    ...(manifest.version === root.version
      ? []
      : [`${folder} has version ${manifest.version}, the root ${root.version}`]),
  ];
}

/** Imports from one workspace into another: not by a relative path, and only down. */
function crossing({ from, to, specifier }, source, target) {
  const lines = [];
  if (specifier.startsWith('.') && source !== target && !TOOLS.test(to))
    lines.push(`${from} imports ${to} by a relative path; ask for it by the name of its package`);
  if (!source || !target || source === target) return lines;
  const [upper, lower] = [layerOf(source.folder), layerOf(target.folder)];
  if (upper > lower || (upper === lower && LAYERS[upper].amongThemselves)) return lines;
  return [...lines, `${from} imports ${to}: ${LAYERS[upper].name} know no ${LAYERS[lower].name}`];
}

function undeclared({ from, specifier, typeOnly }, source, root) {
  if (!/^[@\w]/.test(specifier) || isBuiltin(specifier)) return [];
  const name = packageOf(specifier);
  const { manifest = root } = source ?? {};
  const { dependencies, devDependencies, optionalDependencies, peerDependencies } = manifest;
  const forPrograms = { ...dependencies, ...optionalDependencies, ...peerDependencies, [manifest.name]: true };
  const forDevelopment = { ...forPrograms, ...devDependencies, ...root.devDependencies };
  const types = `@types/${name.replace(/^@(.*)\/(.*)$/, '$1__$2')}`;
  const isDevelopment = DEVELOPMENT.test(from) || !source;
  const declared = isDevelopment || typeOnly ? forDevelopment : forPrograms;
  if (name in declared || (typeOnly && types in declared)) return [];
  const where = isDevelopment || typeOnly ? 'its package.json' : "its package.json's dependencies";
  return [`${from} imports ${name}, which is not in ${where}`];
}

/** A stand-in for a port, by its name. */
const FAKE =
  /(^|\/)(fakes?|mocks?|memory|in-memory|stubs?)([-.][^/]*)?\/|(^|\/)(fake|mock|memory|in-memory|stub)[-.][^/]*$/;
const MAKES_FAKE =
  /^export (?:const|(?:async )?function|class) \w*(?:Fake|Memory|Mock|Stub)(?:[A-Z]\w*)?(?:Queue|Stream|Store|Stores|Database)\b/m;
const HOME_OF_FAKES = /\/(memory|testing)\//;

/**
 * Stand-ins for ports that are not in `memory/` or `testing/` of a workspace with a conformance suite: nothing holds
 * them to what the port promises.
 * @param {readonly {path: string, text: string}[]} files @param {readonly Workspace[]} workspaces
 */
export function strayFakes(files, workspaces) {
  const folderOf = (path) => workspaces.find(({ folder }) => path.startsWith(`${folder}/`))?.folder;
  const suites = new Set(files.filter(({ path }) => /-conformance\.ts$/.test(path)).map(({ path }) => folderOf(path)));
  return files
    .filter(({ path, text }) => !/\.test\.tsx?$/.test(path) && (FAKE.test(path) || MAKES_FAKE.test(text)))
    .filter(({ path }) => !(suites.has(folderOf(path)) && HOME_OF_FAKES.test(path)))
    .map(({ path }) => `${path} stands in for a port outside of the port's conformance suite`);
}

/** How many imports go from one workspace to another. @returns {Map<string, Map<string, number>>} by folder */
export function edgesBetween(imports, workspaces) {
  const folderOf = (path) => workspaces.find(({ folder }) => path.startsWith(`${folder}/`))?.folder;
  const edges = new Map(workspaces.map(({ folder }) => [folder, new Map()]));
  for (const { from, to } of imports) {
    const [source, target] = [folderOf(from), folderOf(to)];
    if (source === undefined || target === undefined || source === target) continue;
    edges.get(source).set(target, (edges.get(source).get(target) ?? 0) + 1);
  }
  return edges;
}

/** Workspaces that import each other, directly or not. */
function cyclesOf(edges) {
  const reaches = (from, to, seen = new Set()) =>
    [...(edges.get(from)?.keys() ?? [])].some(
      (next) => next === to || (!seen.has(next) && reaches(next, to, seen.add(next))),
    );
  return [...edges.keys()]
    .filter((folder) => reaches(folder, folder))
    .map((folder) => `${folder} imports itself by way of others`);
}
