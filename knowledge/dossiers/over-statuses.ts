import type { DossierStatus } from './dossier.ts'

/** Nothing more comes of a dossier: not accepted, withdrawn, stopped, or its result handed over. */
export const overStatuses: readonly DossierStatus[] = [3, 7, 8, 10]
