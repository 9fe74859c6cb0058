// The house's import rules: imports go down this list only, never up, never between siblings.
const floors = [
  ['main', 'cli'],
  ['service'],
  ['channels', 'console', 'insight', 'storage'],
  ['http'],
  ['bot'],
  ['handoff'],
  ['knowledge'],
  ['understanding'],
  ['conversation'],
  ['calendar'],
  ['config'],
  ['platform'],
];
const path = (names) => `^src/(${names.join('|')})(/|\\.ts$)`;

const floorRules = floors.flatMap((names, index) => {
  const above = floors.slice(0, index).flat();
  const rules = [];
  if (above.length > 0)
    rules.push({
      name: `no-import-up-from-${names[0]}`,
      comment: 'Imports go down the list of floors only (docs/architecture.md).',
      severity: 'error',
      from: { path: path(names) },
      to: { path: path(above) },
    });
  for (const name of names)
    rules.push({
      name: `no-sibling-import-from-${name}`,
      severity: 'error',
      from: { path: path([name]) },
      to: { path: path(names.filter((other) => other !== name)) },
    });
  return rules.filter((rule) => rule.to.path !== path([]));
});

module.exports = {
  forbidden: [
    ...floorRules,
    {
      name: 'no-circular',
      comment: 'Types alone may point back: they are gone when the code runs.',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'no-channel-to-channel',
      severity: 'error',
      from: { path: '^src/channels/([^/]+)/' },
      to: { path: '^src/channels/([^/]+)/', pathNot: '^src/channels/$1/' },
    },
    {
      name: 'storage-only-from-service',
      comment: 'Commands are roots of their own, like the service.',
      severity: 'error',
      from: { path: '^(src|dialogs)/', pathNot: '^src/(cli/|service(/|\\.ts)|storage/)' },
      to: { path: '^src/storage/' },
    },
    {
      name: 'dialogs-know-only-their-types',
      severity: 'error',
      from: { path: '^dialogs/' },
      to: { pathNot: '^(dialogs/|src/bot/dialog-types\\.ts$)' },
    },
    {
      name: 'botbuilder-at-the-edges',
      comment: 'The SDK is archived: its successor must stay a change of two folders.',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/(bot|channels/connector)/' },
      to: { path: 'node_modules/(botbuilder|botbuilder-core|botframework-connector)/' },
    },
    {
      name: 'natural-by-deep-import-only',
      severity: 'error',
      from: {},
      to: { path: 'node_modules/natural/lib/natural/index\\.js' },
    },
    {
      name: 'web-stays-in-the-browser',
      comment: 'But for the types of the staff API, which are gone when the page is built.',
      severity: 'error',
      from: { path: '^web/' },
      to: { path: '^(src|dialogs)/', pathNot: '^src/console/contract\\.ts$' },
    },
    {
      name: 'source-does-not-import-tests',
      severity: 'error',
      from: { path: '^(src|dialogs|web)/' },
      to: { path: '^(tests|bench)/' },
    },
    { name: 'no-unresolvable', severity: 'error', from: {}, to: { couldNotResolve: true } },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'node', 'default', 'types'] },
  },
};
