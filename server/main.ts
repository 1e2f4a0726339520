const signals = ['SIGTERM', 'SIGINT'] as const

// Before anything else is even loaded: a signal that finds nobody listening would leave PostgreSQL behind.
const { promise: stopAsked, resolve } = Promise.withResolvers<NodeJS.Signals>()
for (const signal of signals) process.on(signal, () => resolve(signal))

const { runServer } = await import('./run-server.ts')
await runServer(stopAsked)

export {}
