import type { Citizen } from './citizen.ts'
import { tenDaysAgo } from './ten-days-ago.ts'

export const firstWords = 'em mới sinh cháu, muốn làm giấy khai sinh'

/** From the first words to the end of the birth guide, partly by taps and partly typed. */
export async function walkBirthGuide<Message>(
  citizen: Pick<Citizen<Message, unknown>, 'says' | 'taps' | 'hears'>,
  born = tenDaysAgo(),
) {
  const married = await citizen.says(firstWords, 'Cha mẹ cháu đã đăng ký kết hôn chưa?')
  await citizen.taps(married, 'Đã đăng ký kết hôn', 'có ai là người nước ngoài không?')
  await citizen.says('dạ k ạ', 'Cháu sinh ngày nào')
  const joined = await citizen.says(born, 'làm gộp')
  await citizen.taps(joined, 'Chỉ làm khai sinh', 'giấy chứng sinh của cơ sở y tế')
  const how = await citizen.says('1', 'nộp hồ sơ bằng cách nào?')
  const papers = await citizen.taps(how, 'Đến nộp trực tiếp', 'Giấy tờ cần chuẩn bị: Giấy khai sinh')
  const facts = await citizen.hears('Nộp ở đâu')
  return { married, papers, facts }
}
