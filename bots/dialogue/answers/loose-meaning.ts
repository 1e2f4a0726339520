import { sameWord, type Token, tokenise } from './tokenise.ts'

/** What a loose answer can mean without naming any choice. */
export type Meaning = 'yes' | 'no' | 'both' | 'all' | 'neither' | 'unsure'

interface Phrase {
  tokens: readonly Token[]
  /** 'filler' says nothing by itself; 'assent' is a yes only when nothing stronger is said ("vâng, chưa ạ"). */
  means: Meaning | 'filler' | 'assent'
}

const wordings: Record<Phrase['means'], string> = {
  yes: `có | rồi | đã có | đã rồi | đúng | đúng vậy | đúng thế | phải | phải rồi | chính xác | chuẩn | chắc chắn | chắc chắn rồi
    | tất nhiên | dĩ nhiên | đồng ý | nhất trí | được | xong | xong rồi | có rồi | có chứ | đầy đủ | yes | of course | sure
    | correct | right | that is right | that's right | i do | i have | we have | we do | yes i do | yes i have | yes we have
    | yes it is | yes we do | already | agree | agreed | done`,
  no: `không | chưa | không có | chưa có | không phải | không đúng | sai | sai rồi | chẳng có | làm gì có | không hề | chưa từng | chưa hề
    | chưa bao giờ | không cần | không muốn | không đồng ý | chưa xong | chưa được | không được | no | not | not yet | no not yet | never
    | no i do not | no i have not | i do not | i have not | i not | we not | we have not | no it is not | negative | do not have`,
  both: `cả hai | cả 2 | hai cái | 2 cái | cả hai cái | cả 2 cái | cả hai loại | cả 2 loại | cả hai thứ | cả 2 thứ | cả hai người | cả 2 người
    | cả hai bên | cả 2 bên | cả hai cách | both | both of them | both of us | two of them`,
  all: `tất cả | hết | tất | cả ba | cả 3 | cả bốn | cả 4 | tất cả các cái | tất cả các loại | hết tất cả | đủ cả | đủ hết | có hết | có đủ
    | có đủ hết | có tất cả | có đủ cả | all | all of them | everything | all of the above`,
  neither: `không có cái nào | không cái nào | chưa có cái nào | chẳng có cái nào | không có gì | không có gì cả | không có gì hết | chưa có gì
    | chưa có gì cả | chưa có gì hết | không có cái gì | không có cái gì cả | không ai | không có ai | chưa có ai | không có giấy nào
    | chưa có giấy nào | không có giấy tờ gì | chưa có giấy tờ gì | không có loại nào | không loại nào | không thứ nào
    | cả hai không | cả hai chưa | cả hai không có | cả hai chưa có | cả 2 không | cả 2 chưa | none | neither | none of them
    | neither of them | nothing | none of the above | nobody`,
  unsure: `không biết | chưa biết | không rõ | chưa rõ | không nhớ | chưa nhớ | quên rồi | quên mất | quên mất rồi | không chắc | chưa chắc
    | không chắc lắm | không rõ lắm | không nhớ rõ | không nhớ lắm | không biết rõ | không biết nữa | không nhớ nữa | không biết có không
    | không biết có hay không | chả biết | chẳng biết | chịu | chưa xác định | chưa tìm hiểu | không biết đâu | không xác định
    | i not know | i do not know | do not know | not know | not sure | i am not sure | unsure | no idea | idk | i not remember
    | i do not remember | i forgot | i am unsure | am not sure`,
  assent: 'vâng | ừ | ừm | uh | um | uhm | uk | ừa | ok | phải đó',
  filler: `dạ | ạ | à | ah | ak | nhé | nhe | nha | nhen | ấy | đấy | đó | hen | luôn | vậy | em | anh | chị | tôi | mình | bác | tớ | tao
    | cháu | con | bé | bọn | chúng | tụi | nhà | ông | bà | cô chú | ad | admin | trợ lý | shop | ơi | thưa | thì | cũng | đều | vẫn
    | hiện tại | hiện nay | hiện | bây giờ | giờ | lúc này | đến giờ | vợ chồng | hai vợ chồng | cả hai vợ chồng | gia đình | cái này
    | cái đó | việc này | việc đó | rất | nữa | cả | hết trơn | cảm ơn | cám ơn | please | thanks | thank you | yet | actually | đâu | mà
    | này | hết cả | bạn`,
}

/** Longest first, by their first word, so that "không biết" is never read as "không". */
const phrases: ReadonlyMap<string, readonly Phrase[]> = collect()

function collect(): Map<string, Phrase[]> {
  const byFirst = new Map<string, Phrase[]>()
  for (const [means, list] of Object.entries(wordings) as [Phrase['means'], string][]) {
    for (const wording of list.split('|')) {
      const tokens = tokenise(wording)
      const first = tokens[0]
      if (first) byFirst.set(first.word, [...(byFirst.get(first.word) ?? []), { tokens, means }])
    }
  }
  for (const list of byFirst.values()) list.sort((a, b) => b.tokens.length - a.tokens.length)
  return byFirst
}

/**
 * What the words mean when all of them are a loose answer and nothing else: "dạ rồi ạ", "k có", "cả hai".
 * @returns null when there is any other word, or when they contradict each other ("có, không")
 */
export function looseMeaning(tokens: readonly Token[]): Meaning | null {
  const said = new Set<Phrase['means']>()
  for (let at = 0; at < tokens.length; ) {
    const phrase = longestAt(tokens, at)
    if (!phrase) return null
    if (phrase.means !== 'filler') said.add(phrase.means)
    at += phrase.tokens.length
  }
  const strong = [...said].filter((means) => means !== 'assent') as Meaning[]
  if (strong.length === 0) return said.has('assent') ? 'yes' : null
  if (strong.length === 1) return strong[0] ?? null
  return combined(said)
}

function combined(said: ReadonlySet<string>): Meaning | null {
  const only = (...means: string[]) => [...said].every((one) => one === 'assent' || means.includes(one))
  if (only('both', 'yes')) return 'both'
  if (only('both', 'no')) return 'neither'
  if (only('all', 'yes')) return 'all'
  if (only('neither', 'no')) return 'neither'
  if (only('unsure', 'no')) return 'unsure'
  return null
}

function longestAt(tokens: readonly Token[], at: number): Phrase | undefined {
  const first = tokens[at]
  if (!first) return undefined
  return phrases.get(first.word)?.find((phrase) =>
    phrase.tokens.every((meant, i) => {
      const typed = tokens[at + i]
      return typed !== undefined && sameWord(typed, meant)
    }),
  )
}
