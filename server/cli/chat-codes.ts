import { createSecretKey, randomInt } from 'node:crypto'
import { hashChatCode } from '../../bots/inbox/effects/hash-chat-code.ts'
import { makeChatCode } from '../../office/codes/make-chat-code.ts'
import { deriveKey } from '../secret.ts'

/** Makes codes to be typed in a chat, each with the hash it is kept by. @param secret the installation's */
export function chatCodes(secret: Buffer) {
  const key = createSecretKey(deriveKey(secret, 'chat codes'))
  return (prefix: Parameters<typeof makeChatCode>[0]) => {
    const code = makeChatCode(prefix, randomInt)
    return { code, hash: hashChatCode(key, code) }
  }
}
