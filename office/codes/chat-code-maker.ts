/**
 * A code to be typed in a chat, and the keyed hash it is kept by.
 * @param prefix `CB` makes a chat an official's, `NB` binds a group chat
 */
export type ChatCodeMaker = (prefix: 'CB' | 'NB') => { code: string; hash: string }
