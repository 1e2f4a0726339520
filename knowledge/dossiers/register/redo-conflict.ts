/** SQLSTATE of a serialization failure and of a deadlock: the database has chosen who has to begin anew. */
const conflicts: readonly unknown[] = ['40001', '40P01']

/**
 * Does a transaction once more that was rolled back for the sake of another one.
 * @param work a whole transaction
 * @throws what `work` throws, of such conflicts the second
 */
export async function redoConflict<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (error instanceof Error && 'code' in error && conflicts.includes(error.code)) return work()
    throw error
  }
}
