/** A place in the data of a file, e.g. `['versions', 0, 'papers', 2, 'name', 'vi']`. */
export type Path = readonly PropertyKey[]

/** Something wrong or doubtful at a place of a procedure file. */
export interface PathRemark {
  path: Path
  what: string
}

/** Something wrong or doubtful at a line (from 1) of a file. */
export interface LineRemark {
  line: number
  what: string
}
