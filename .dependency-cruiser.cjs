// Who may import whom: the folder table of ARCHITECTURE.md, kept by `npm run check:imports` and proved by
// test/import-rules.test.ts. Tests (`*.test.ts` beside the source, and test/) may import anything.

/** What every part may use of the server: values and types without a socket behind them, and helpers that are handed one, or a path. */
const primitives =
  '^server/(errors|clock|log|health|metrics|in-time|write-private-file)\\.ts$|^server/database/(schema|sql|in-transaction|in-two-trips|is-database-away|is-disk-full|group-commit|lock-numbers)\\.ts$'
const tests = '\\.test\\.tsx?$'
const domains = '^(bots|knowledge|meetings|workers|office)/'

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    {
      name: 'no-cycles',
      comment:
        'Files in a circle can only be read, tested and moved together; a circle of types is no better.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'resolves',
      comment: 'A path that leads nowhere would escape every rule below.',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
    {
      name: 'knowledge-stands-alone',
      comment: 'Facts and rules about procedures serve any conversation and any page, so they know of none.',
      severity: 'error',
      from: { path: '^knowledge/', pathNot: [tests, '^knowledge/dossiers/'] },
      to: {
        path: '^(bots|meetings|workers|office|web|server|test)/',
        pathNot: '^server/(errors|clock|log)\\.ts$',
      },
    },
    {
      name: 'dossiers-know-primitives-only',
      comment: 'The register lies in the database, which it is handed; of conversations it knows nothing.',
      severity: 'error',
      from: { path: '^knowledge/dossiers/', pathNot: tests },
      to: { path: '^(bots|meetings|workers|office|web|server|test)/', pathNot: primitives },
    },
    {
      name: 'dialogue-is-pure',
      comment:
        'A turn is a function of its arguments: no files, sockets, databases, ambient time or chance, so a transcript is a test.',
      severity: 'error',
      from: { path: '^bots/(dialogue|flows)/', pathNot: tests },
      to: { dependencyTypes: ['core', 'npm'], pathNot: '(^|/)node_modules/temporal-polyfill/' },
    },
    {
      name: 'dialogue-knows-knowledge-only',
      comment: 'What a turn asks of the outside it returns as a value; whoever runs it stores and sends.',
      severity: 'error',
      from: { path: '^bots/(dialogue|flows)/', pathNot: tests },
      to: {
        path: '^(bots|meetings|workers|office|web|server|test)/',
        pathNot: '^bots/(dialogue|flows|texts)/|^server/errors\\.ts$',
      },
    },
    {
      name: 'no-channel-in-a-domain',
      comment:
        'A channel is added or taken away without touching conversations; they see the interface in bots/channels/channel.ts.',
      severity: 'error',
      from: { path: [domains], pathNot: [tests, '^bots/channels/[^/]+/'] },
      to: { path: '^bots/channels/[^/]+/' },
    },
    {
      name: 'channels-apart',
      comment: 'What two channels share belongs beside them, not in one of them.',
      severity: 'error',
      from: { path: '^bots/channels/([^/]+)/', pathNot: tests },
      to: { path: '^bots/channels/[^/]+/', pathNot: '^bots/channels/$1/' },
    },
    {
      name: 'no-adapter-in-a-domain',
      comment:
        'Only server/ (start-server.ts, channels/, cli/) knows the concrete database, web server and settings; it hands in what a domain declares.',
      severity: 'error',
      from: { path: domains, pathNot: tests },
      to: { path: '^server/', pathNot: primitives },
    },
    {
      name: 'bots-see-workers-by-their-entry',
      comment: 'A conversation may ask to be woken; how queues and sweeps work is none of its business.',
      severity: 'error',
      from: { path: '^bots/', pathNot: tests },
      to: {
        path: '^(workers|office)/',
        pathNot: '^workers/(queue/create-queues|reminders/wake-for-reminder)\\.ts$',
      },
    },
    {
      name: 'meetings-know-calendar-and-units',
      comment: 'Briefings need working days and wards; conversations and queues are handed in.',
      severity: 'error',
      from: { path: '^meetings/', pathNot: tests },
      to: { path: '^(bots|workers|office|knowledge)/', pathNot: '^knowledge/(calendar|units)/' },
    },
    {
      name: 'web-knows-the-api-only',
      comment:
        'The page is another program on another machine: what both sides share is the form of their messages.',
      severity: 'error',
      from: { path: '^web/', pathNot: tests },
      to: {
        path: '^(bots|knowledge|meetings|workers|office|server|test)/',
        pathNot: '^bots/(channels/web/api|dialogue/reply)\\.ts$',
      },
    },
    {
      name: 'web-takes-types-only',
      comment: 'A value imported from the server side would carry its libraries into the citizen’s download.',
      severity: 'error',
      from: { path: '^web/', pathNot: tests },
      to: { path: '^bots/', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'no-page-on-the-server',
      comment: 'The server hands out the built page as files.',
      severity: 'error',
      from: { path: `${domains}|^server/`, pathNot: tests },
      to: { path: '^web/' },
    },
    {
      name: 'nobody-imports-main',
      comment: 'The composition root starts everything when it is loaded.',
      severity: 'error',
      from: { pathNot: '^server/cli/|^test/' },
      to: { path: '^server/main\\.ts$' },
    },
    {
      name: 'no-test-code-in-the-product',
      comment: 'Emulators and helpers of tests stay out of what runs in a ward.',
      severity: 'error',
      from: { path: `${domains}|^(server|web)/`, pathNot: tests },
      to: { path: `^test/|${tests}` },
    },
    {
      name: 'declared-dependencies',
      comment:
        '`npm ci --omit=dev` has to give a server that runs; types alone may come from a development package.',
      severity: 'error',
      from: { path: `${domains}|^(server|web)/`, pathNot: tests },
      to: {
        dependencyTypes: ['npm-dev', 'npm-no-pkg', 'npm-unknown'],
        dependencyTypesNot: ['type-only'],
      },
    },
  ],
  options: {
    // TypeScript 7 has no compiler API, which the usual parser needs; swc reads the same syntax and sees
    // type-only imports, which count.
    parser: 'swc',
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^web/dist/' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'node', 'default'] },
  },
}
