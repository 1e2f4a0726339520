/** Acts of an announcement's history by which somebody had a hand in what it says. */
export const editingActs = ['created', 'edited', 'file_added', 'files_removed'] as const
