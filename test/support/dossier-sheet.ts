import { createWriteStream } from 'node:fs'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'

const header =
  'mã hồ sơ,mã thủ tục,người nộp,số điện thoại,4 số cuối định danh,ngày tiếp nhận,ngày hẹn trả,trạng thái,đơn vị,ghi chú'
const names = ['Nguyễn Văn An', 'Trần Thị Bình', 'Lê Hoàng Cường', 'Phạm Thị Dung', 'Đỗ Minh Đức']

/** A CSV file of dossiers with all columns, each with a phone of its own, as a one-stop system exports it. */
export async function writeDossierSheet(path: string, rows: number): Promise<void> {
  await pipeline(Readable.from(lines(rows)), createWriteStream(path))
}

function* lines(rows: number): Generator<string> {
  yield `\ufeff${header}\r\n`
  for (let n = 0; n < rows; n++) {
    const [day, month] = [two(1 + (n % 28)), 1 + ((n >> 5) % 10)]
    yield [
      `H26.16.${n % 100}-26${two(month)}${day}-${String(n).padStart(6, '0')}`,
      '1.001193',
      `"${names[n % names.length]}"`,
      `09${String(10_000_000 + n)}`,
      String(n % 10_000).padStart(4, '0'),
      `${day}/${two(month)}/2026 ${two(7 + (n % 10))}:${two(n % 60)}`,
      `${day}/${two(month + 1)}/2026`,
      1 + (n % 10),
      'hoan-kiem',
      'Nộp trực tiếp\r\n',
    ].join(',')
  }
}

function two(number: number): string {
  return String(number).padStart(2, '0')
}
