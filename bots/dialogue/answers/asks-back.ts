import { sameWord, type Token, tokenise } from './tokenise.ts'

const asking = [
  'gì',
  'bao nhiêu',
  'bao lâu',
  'bao giờ',
  'ở đâu',
  'đâu ạ',
  'thế nào',
  'như nào',
  'làm sao',
  'tại sao',
  'vì sao',
  'sao lại',
  'khi nào',
  'mấy',
  'ai',
  'nào',
  'hả',
  'được không',
  'có phải',
  'hay không',
  'có cần',
  'what',
  'how',
  'where',
  'when',
  'why',
  'who',
  'which',
  'do i',
  'can i',
  'is it',
  'should i',
  'must i',
  'do you',
  'can you',
  'are there',
  'is there',
].map((text) => tokenise(text))
const hedging = [
  'hình như',
  'có lẽ',
  'có thể',
  'chắc là',
  'hoặc',
  'hay là',
  'hay',
  'nếu',
  'giả sử',
  'tùy',
  'maybe',
  'perhaps',
  'i think',
  'probably',
  'or',
  'if',
  'ngoại trừ',
  'trừ',
  'except',
  'không biết',
  'không rõ',
  'không chắc',
  'chưa chắc',
  'chưa rõ',
  'chưa biết',
  'not sure',
].map((text) => tokenise(text))
const denying = tokenise('không chưa chẳng chả')

/** Whether a text asks something back rather than answering: "cần mang gì", "nộp online được không". */
export function asksBack(text: string, tokens: readonly Token[]): boolean {
  if (/[?？]/.test(text)) return true
  const asks = asking.some((phrase) => {
    const at = find(tokens, phrase)
    if (at < 0) return false
    // "chưa có giấy tờ gì", "không ai" deny; they don't ask.
    const denied = tokens.slice(0, at).some((token) => denying.some((word) => sameWord(token, word)))
    return !(denied && phrase.length === 1)
  })
  return asks || endsAsking(tokens)
}

const asked = tokenise('có được rồi phải đúng')
const done = tokenise('đã')
const polite = new Set(['a', 'nhi', 'em', 'anh', 'chi', 'vay', 'the', 'nhe', 'oi'])

/** "có đăng ký không", "cưới rồi chưa ạ": a last "không" or "chưa" after a word that it asks for. */
function endsAsking(tokens: readonly Token[]): boolean {
  const said = tokens.filter((token) => !polite.has(token.word))
  const last = said.at(-1)
  if (!last || said.at(-2)?.word === 'thi' || !denying.slice(0, 2).some((word) => sameWord(last, word)))
    return false
  return said
    .slice(0, -1)
    .some(
      (token) =>
        asked.some((word) => sameWord(token, word)) ||
        done.some((word) => token.accents !== '' && sameWord(token, word)),
    )
}

/** Whether the person leaves it open: "chắc là", "hoặc", "nếu". */
export function isHedged(tokens: readonly Token[]): boolean {
  return hedging.some((phrase) => find(tokens, phrase) >= 0)
}

function find(tokens: readonly Token[], phrase: readonly Token[]): number {
  return tokens.findIndex((_, at) =>
    phrase.every((meant, i) => {
      const typed = tokens[at + i]
      return typed !== undefined && sameWord(typed, meant)
    }),
  )
}
