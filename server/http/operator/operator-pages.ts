/** The pages that only an operator opens, by the names `cli link` knows, and where they are. */
export const operatorPages = {
  'zalo-oa': '/connect/zalo-oa',
  'zalo-login': '/connect/zalo-login',
  queues: '/queues',
} as const

export type OperatorPage = keyof typeof operatorPages

export function isOperatorPage(name: string): name is OperatorPage {
  return Object.hasOwn(operatorPages, name)
}
