import { sameWord, type Token, tokenise } from './tokenise.ts'

/** A word that carries content, and whether it is said to be so. */
export interface Content extends Token {
  /** `yes` and `no` are said in so many words ("đã", "rồi"; "chưa", "không"); `open` is neither. */
  said: 'yes' | 'no' | 'open' | 'unclear'
}

const affirming = tokenise('đã có have has already')
const completing = tokenise('rồi xong already done')
const denying = tokenise('chưa không chẳng chả đừng not no never without khỏi')
const turning = tokenise('nhưng mà but however')
const particles = tokenise(
  'dạ ạ à ah vâng ừ nhé ấy í đó đấy thì là cái được luôn nữa vẫn cũng đều từng hề rồi thôi xong is are am was',
)
/** "nha" ends what is said; before more words it is "nhà" without diacritics. */
const closing = new Set(['nha'])
/** Articles stand before more words; at the end they are "thẻ" and "ăn" without diacritics. */
const opening = new Set(['the', 'an'])
/** Without diacritics these are other words: "cha", "đúng", "khói". */
const onlyInFull = new Set(['cha', 'dung', 'khoi'])

/** In a clause with one of these, "no" is "nó" without its mark, which is how people speak of the child. */
const vietnamese = new Set(
  'co da chua khong ko k roi bo ba cha chau con giay vo chong la cuoi dang ky sinh lam duoc nguoi deu cung o cho nha ong thi nay'.split(
    ' ',
  ),
)

/** Without what is no word of denial here. */
function isDenial(tokens: readonly Token[], token: Token): boolean {
  if (!isOneOf(denying, token)) return false
  return token.word !== 'no' || tokens.every(({ word, accents }) => accents === '' && !vietnamese.has(word))
}

function isOneOf(words: readonly Token[], token: Token): boolean {
  if (token.accents === '' && onlyInFull.has(token.word)) return false
  return words.some((word) => (word.accents === '' ? isBare(token, word.word) : sameWord(token, word)))
}

function isBare(token: Token, word: string): boolean {
  return token.accents === '' && token.word === word
}

/** Says nothing where it stands: "ạ", "thì", "the". */
function isParticle(tokens: readonly Token[], at: number): boolean {
  const token = tokens[at]
  if (!token) return false
  if (isOneOf(particles, token)) return true
  if (token.accents !== '' || !(closing.has(token.word) || opening.has(token.word))) return false
  const ends = tokens.slice(at + 1).every((_, i) => isParticle(tokens, at + 1 + i))
  return closing.has(token.word) === ends
}

/**
 * Takes the particles out and says of each remaining word whether it is affirmed or denied. A "không" or
 * "chưa" that ends a clause turns it into a question, unless "thì" stands before it ("giấy chứng sinh thì chưa").
 */
export function readContents(tokens: readonly Token[]): Content[] {
  const out: Content[] = []
  for (let from = 0; from < tokens.length; ) {
    let to = from + 1
    while (to < tokens.length && tokens[to]?.clause === tokens[from]?.clause) to++
    out.push(...readClause(tokens.slice(from, to)))
    from = to
  }
  return out
}

function readClause(tokens: readonly Token[]): Content[] {
  const out: Content[] = []
  let mood: Content['said'] = 'open'
  /** Where the part after the last "nhưng" begins. */
  let part = 0
  for (const [at, token] of tokens.entries()) {
    if (isDenial(tokens, token)) {
      mood = deniesDenial(tokens, at) ? 'unclear' : 'no'
      if (out.length > part && endsClause(tokens, at)) {
        const said = tokens[at - 1]?.word === 'thi' ? 'no' : 'unclear'
        for (const content of out.slice(part)) content.said = said
      }
    } else if (isOneOf(completing, token)) {
      for (const content of out.slice(part)) if (content.said === 'open') content.said = 'yes'
    } else if (isOneOf(affirming, token)) {
      if (mood === 'open' || (mood === 'no' && token.word === 'da')) mood = 'yes'
    } else if (isOneOf(turning, token)) {
      mood = 'open'
      part = out.length
    } else if (!isParticle(tokens, at) && !isOneOf(denying, token)) out.push({ ...token, said: mood })
  }
  return out
}

/** "không phải là chưa …": whoever says so may mean either. */
function deniesDenial(tokens: readonly Token[], at: number): boolean {
  return tokens.slice(0, at).some((token, i) => isOneOf(denying, token) && tokens[i + 1]?.word === 'phai')
}

function endsClause(tokens: readonly Token[], at: number): boolean {
  return tokens.slice(at + 1).every((token, i) => token.word === 'co' || isParticle(tokens, at + 1 + i))
}
