/** As it stands in the sheet. A number of XLSX stays one: only its column tells whether it is a day. */
export type Cell = string | number

/** A row of a sheet; cells that are not there are empty. With a `problem` it could not be read at all. */
export type SheetRow =
  | { row: number; cells: readonly (Cell | undefined)[] }
  /** @property problem why, in words that follow "row n:" */
  | { row: number; problem: string }

/** A table in a file, whatever the format. */
export interface Sheet {
  /**
   * Reads it from its beginning, some rows at a time; may be called again. Rows are numbered by the lines of the
   * sheet, from 1; where a cell of CSV holds line breaks, by the line the row begins at.
   * @throws AppError `bad_data` when the file turns out to be broken
   */
  read(): AsyncGenerator<SheetRow[]>
  /** The day that a number 0 is, for formats that write days as numbers. */
  dayZero?: string
  /** What a person should know of the file as a whole. */
  remarks: readonly string[]
}
