// The walls between the layers, as a table: who lives where, what it may import, and where the rest belongs.
// The compiler enforces the coarse ones first (a tsconfig per layer); tests/walls.test.ts crosses each on purpose.

/** @param {...string} names npm packages */
const lib = (...names) => names.map((name) => `(^|/)node_modules/(@types/)?${name}/`);

const coreLibraries = lib('zod', 'yaml', 'mdast', 'mdast-util-[^/]+', 'micromark[^/]*', 're2js', '@noble/hashes', 'diff');
const parts = lib('cmdk', 'lucide-react', '@xterm/[^/]+');
const react = lib('react', 'react-dom');
const electron = lib('electron');
const anyLibrary = ['(^|/)node_modules/(?!electron/)'];

/** layer, where it lives, what it may import, whether Node's own modules are among it, and what to do instead. */
const layers = [
  {
    name: 'core',
    from: '^core/',
    may: ['^core/', ...coreLibraries],
    instead: 'core is pure. What touches the world is a port (main/ports) with an adapter (main/adapters).',
  },
  {
    name: 'ports',
    from: '^main/ports/',
    may: ['^core/', '^main/ports/', ...lib('zod')],
    instead: 'A port is an interface over core types. The code behind it belongs to main/adapters.',
  },
  {
    name: 'services',
    from: '^main/services/',
    // zod only for the types that core's schemas stand for.
    may: ['^core/', '^main/ports/', '^main/services/', ...lib('zod')],
    instead: 'A service asks a port (main/ports) and is handed an adapter by main/compose.ts.',
  },
  {
    name: 'adapters',
    from: '^main/adapters/',
    // The verifier goes into each exported case, as text.
    may: ['^core/', '^main/ports/', '^main/adapters/', '^main/workers/[^/]+/protocol', '^scripts/verify-journal$', ...anyLibrary],
    node: true,
    instead: 'An adapter gets what it needs of others in its ctx (main/ports/driver-context.ts); rules belong to core.',
  },
  {
    name: 'workers',
    from: '^main/workers/',
    may: ['^core/', '^main/ports/', '^main/adapters/', '^main/workers/', ...anyLibrary],
    node: true,
    instead: 'A worker is a process around adapters; what decides belongs to main/services.',
  },
  {
    name: 'drill',
    from: '^main/drill/',
    may: ['^core/', '^main/ports/', '^main/adapters/', '^main/workers/', '^main/drill/', ...anyLibrary],
    node: true,
    instead: 'The practice lab is a set of pretend hosts and sirens; the use case belongs to main/services.',
  },
  {
    name: 'ipc',
    from: '^main/ipc/',
    may: ['^core/', '^main/ports/', '^main/services/', '^main/ipc/', ...electron],
    node: true,
    instead: 'A handler is one line: it calls a service. Logic belongs to main/services.',
  },
  {
    name: 'window',
    from: '^main/window/',
    // A window serves its own contract through the file that owns the wire, and parses its remembered place with zod.
    may: ['^core/', '^main/ports/', '^main/window/', '^main/ipc/serve\\.ts$', ...electron, ...lib('zod')],
    node: true,
    instead: 'A window only shows; main/compose.ts joins it to the services.',
  },
  {
    name: 'platform',
    from: '^main/platform/',
    may: ['^core/', '^main/(ports|adapters|workers|window|platform)/', ...anyLibrary, ...electron],
    node: true,
    instead: 'A platform hands ports to main/compose.ts, and knows no service.',
  },
  {
    name: 'preload',
    from: '^preload/',
    may: [...electron],
    instead: 'A preload is a loop over the channels that it is told. Types belong to core, work to main/services.',
  },
  {
    name: 'renderer',
    from: '^renderer/',
    // zod, because the contract's types are written in it.
    may: ['^core/', '^renderer/', ...react, ...parts, ...lib('zustand', 'zod')],
    instead: 'A window talks to the machine only through renderer/desk.ts.',
  },
  {
    name: 'renderer-ui',
    from: '^renderer/ui/',
    may: ['^core/', '^renderer/(ui|locales)/', ...react, ...parts],
    instead: 'A part is dumb: it gets values and callbacks. What asks a store belongs to renderer/features.',
  },
  {
    name: 'renderer-stores',
    from: '^renderer/stores/',
    // A *.logic.ts is pure: a key's type has one home, whether it is drawn or kept.
    may: ['^core/', '^renderer/stores/', '^renderer/desk', '^renderer/ui/[^/]+\\.logic\\.ts$', ...lib('zustand', 'zod')],
    instead: 'A store holds state from renderer/desk.ts; what is drawn belongs to renderer/features.',
  },
];

const wall = ({ name, from, may, node = false, instead }) => ({
  name: `wall-${name}`,
  severity: 'error',
  comment: instead,
  from: { path: from },
  to: { pathNot: may, couldNotResolve: false, ...(node ? { dependencyTypesNot: ['core'] } : {}) },
});

const drivers = '^main/adapters/(?:alert-sources|sirens|publishers)';

/** What a table of layers cannot say. */
const others = [
  {
    name: 'only-the-shell-knows-electron',
    comment: 'Only main/platform/electron.ts, main/window, main/ipc/serve.ts, main/index.ts, main/start-console.ts and preload know Electron.',
    from: { pathNot: ['^main/(platform/electron|window/|ipc/serve\\.ts$|index\\.ts$|start-console\\.ts$)', '^preload/'] },
    to: { path: electron },
  },
  {
    name: 'terminal-without-electron',
    comment: 'The terminal twin runs in plain Node: nothing it reaches may reach Electron. Use main/platform/node.ts.',
    from: { path: '^main/cli\\.ts$' },
    to: { path: electron, reachable: true },
  },
  {
    name: 'adapters-apart',
    comment: "An adapter does not use another's insides: take a port in ctx (main/ports/driver-context.ts).",
    from: { path: '^main/adapters/([^/]+)/' },
    to: { path: '^main/adapters/', pathNot: '^main/adapters/$1/' },
  },
  {
    name: 'drivers-apart',
    comment: 'Small twins beat a wrong base class: a driver uses no other; registry.ts knows them all, and parts/ has what is no driver.',
    from: { path: `${drivers}/([a-z0-9]+)[^/]*\\.ts$`, pathNot: `${drivers}/registry\\.ts$` },
    to: { path: `${drivers}/`, pathNot: [`${drivers}/$1`, `${drivers}/parts/`] },
  },
  {
    name: 'features-apart',
    comment: 'A feature does not import another: what both need belongs to renderer/stores, renderer/ui or core.',
    from: { path: '^renderer/features/([^/]+)/' },
    to: { path: ['^renderer/features/', '^renderer/(main|approval|secret|terminal)/'], pathNot: '^renderer/features/$1/' },
  },
  {
    name: 'windows-apart',
    comment: 'The four windows have four contracts: an approval window never shows what the main window does.',
    from: { path: '^renderer/(main|approval|secret|terminal)/' },
    to: { path: '^renderer/(main|approval|secret|terminal)/', pathNot: '^renderer/$1/' },
  },
  {
    name: 'no-circles',
    comment: 'Two files that need each other are one file, or miss a third that both import.',
    from: {},
    to: { circular: true },
  },
  {
    name: 'nothing-from-nowhere',
    comment: 'The import leads to nothing: misspelt, or a package that package.json does not name.',
    from: {},
    to: { couldNotResolve: true },
  },
];

module.exports = {
  forbidden: [...layers.map(wall), ...others.map((rule) => ({ severity: 'error', ...rule }))],
  options: {
    doNotFollow: { path: 'node_modules' },
    // Tests see all worlds; the walls are for what ships.
    exclude: { path: '\\.test\\.tsx?$' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.base.json' },
    enhancedResolveOptions: {
      extensions: ['.ts', '.tsx', '.d.ts', '.js', '.mjs', '.cjs', '.json'],
      exportsFields: ['exports'],
      conditionNames: ['import', 'types', 'node', 'default'],
    },
  },
};
