import type { Capabilities } from '../channels/channel.ts'
import type { FileRef, Reply } from '../dialogue/reply.ts'
import { carriesFile } from './carries-file.ts'
import { splitReply } from './split-reply.ts'

/**
 * Cuts a reply into messages that a channel sends by one call each: the text as `splitReply` does, and every file by
 * itself, after what is said of it. A text that fits goes along with the first file. Files that the channel cannot
 * carry are left out; whoever composed the reply has put their links among the blocks.
 */
export function splitForChannel(reply: Reply, capabilities: Capabilities): Reply[] {
  const { files = [], ...said } = reply
  const carried = files.filter((file) => carriesFile(capabilities, file))
  const [first, ...others] = carried
  if (!first) return splitReply(said, capabilities.maxText)
  if (isSilent(said)) return carried.map(alone)
  const caption = capabilities.files?.maxCaption ?? 0
  const fits = caption > 0 && !said.board && splitReply(said, caption).length === 1
  if (fits) return [{ ...said, files: [first] }, ...others.map(alone)]
  return [...splitReply(said, capabilities.maxText), ...carried.map(alone)]
}

function isSilent({ blocks, choices = [], progress, board }: Reply): boolean {
  return blocks.length === 0 && choices.length === 0 && !progress && !board
}

function alone(file: FileRef): Reply {
  return { blocks: [], files: [file] }
}
