/** "08:00" as an official says it: "8 giờ", "8:00"; "13:30" is "13 giờ 30". */
export function sayHour(time: string, lang: 'vi' | 'en'): string {
  if (lang === 'en') return time.replace(/^0/, '')
  const [hour, minute] = time.split(':')
  return `${Number(hour)} giờ${minute === '00' ? '' : ` ${minute}`}`
}
