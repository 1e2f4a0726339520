import { describe, expect, it } from 'vitest'
import { loadUnitData } from '../../../units/load-units.ts'
import { loadDossierFacts } from '../../facts/load-dossier-facts.ts'
import { createUnitReader } from '../create-unit-reader.ts'
import { createRecordReader } from './create-record-reader.ts'
import { loadOneStopMap } from './load-one-stop-map.ts'

const { facts } = await loadDossierFacts()
const { map } = await loadOneStopMap()
const { units } = await loadUnitData()
const reading = { statusOf: facts.statusOf, unitOf: createUnitReader(units, ['hoan-kiem']) }
const read = createRecordReader({ ...map, units: { 'H26.15.3': 'hoan-kiem', 'H26.16': 'ba-dinh' } }, reading)
const code = 'H26.15.3-261120-0012'
const least = { MaHoSo: code, TrangThaiHoSo: 4 }
const said = (record: object) => {
  const found = read('dossiers', { ...least, ...record })
  if (!found.ok) throw new Error(found.reason)
  return found.update
}

describe('a record of DongBoHoSoMC', () => {
  it('says all that is shown of a dossier, and of the identity number four digits', () => {
    const record = {
      MaHoSo: code,
      MaTTHC: '1.001193',
      TenTTHC: 'Đăng ký khai sinh',
      MaLinhVuc: 'G15-DT06',
      ChuHoSo: 'Nguyễn Thị Hà',
      LoaiDoiTuong: '0',
      MaDoiTuong: '001203004567',
      Email: 'ha@example.vn',
      SoDienThoai: '0912345678',
      TrichYeuHoSo: 'khai sinh cho con',
      NgayTiepNhan: '20261120080500',
      NgayHenTra: '20261127170000',
      TrangThaiHoSo: '2',
      NgayTra: '',
      HinhThuc: '1',
      NgayKetThucXuLy: null,
      DonViXuLy: 'UBND phường Hoàn Kiếm',
      DanhSachLePhi: [],
      TaiLieuNop: [{ TenTepDinhKem: 'to-khai.pdf' }],
    }
    expect(read('dossiers', record)).toEqual({
      ok: true,
      update: {
        code,
        procedure: '1.001193',
        applicant: 'Nguyễn Thị Hà',
        phone: '0912345678',
        idLast4: '4567',
        unit: 'hoan-kiem',
        receivedAt: '2026-11-20T01:05:00.000Z',
        dueAt: '2026-11-27T10:00:00.000Z',
        status: 2,
        statusAt: '2026-11-20T01:05:00.000Z',
      },
    })
  })

  it.each([
    [4, 4],
    ['4', 4],
    ['04', 4],
    ['10', 10],
    ['Đang xử lý', 4],
  ])('has status %j for %i', (TrangThaiHoSo, status) => {
    expect(said({ TrangThaiHoSo }).status).toBe(status)
  })

  it.each([
    ['20261127170000', '2026-11-27T10:00:00.000Z'],
    [20261127170000, '2026-11-27T10:00:00.000Z'],
    ['20261127', '2026-11-27T16:59:59.000Z'],
    ['2026-11-27T17:00:00', '2026-11-27T10:00:00.000Z'],
    ['2026-11-27T17:00:00.000+07:00', '2026-11-27T10:00:00.000Z'],
    ['27/11/2026', '2026-11-27T16:59:59.000Z'],
    ['27/11/2026 17:00', '2026-11-27T10:00:00.000Z'],
    ['0001-01-01T00:00:00', undefined],
  ])('is due at %j: %s', (NgayHenTra, dueAt) => {
    expect(said({ NgayHenTra }).dueAt).toBe(dueAt)
  })

  it('knows since when it is done, and when it was collected', () => {
    const days = { NgayTiepNhan: '20261120', NgayKetThucXuLy: '20261125', NgayTra: '20261126' }
    expect(said({ ...days, TrangThaiHoSo: 9 }).statusAt).toBe('2026-11-24T17:00:00.000Z')
    expect(said({ ...days, TrangThaiHoSo: 10 }).statusAt).toBe('2026-11-25T17:00:00.000Z')
    expect(said({ ...days, TrangThaiHoSo: 4 }).statusAt).toBeUndefined()
  })

  it('asks for the papers that were not brought yet, and moves the due date', () => {
    const record = {
      TrangThaiHoSo: 5,
      NgayHenTra: '20261127',
      DanhSachHoSoBoSung: [
        { NoiDungBoSung: 'Tờ khai', NgayTiepNhanBoSung: '20261121', NgayHenTraMoi: '20261130' },
        { NoiDungBoSung: 'Giấy chứng sinh', NgayHenTraTruoc: '20261130', NgayHenTraMoi: '20261202' },
        'rác',
      ],
    }
    expect(said(record)).toMatchObject({ papers: ['Giấy chứng sinh'], dueAt: '2026-12-02T16:59:59.000Z' })
    expect(said({ ...record, TrangThaiHoSo: 4 }).papers).toBeUndefined()
    expect(said({ ...record, NgayHenTra: '20261210' }).dueAt).toBe('2026-12-10T16:59:59.000Z')
  })

  it.each<[unknown, number, number | undefined]>([
    [[{ Gia: '135000' }, { Gia: 8000 }], 6, 143_000],
    [[{ Gia: '135.000', TrangThaiThanhToan: '0' }], 4, 135_000],
    [
      [
        { Gia: '135000', TrangThaiThanhToan: 1 },
        { Gia: '8000', TrangThaiThanhToan: 0 },
      ],
      6,
      8000,
    ],
    [[{ Gia: '135000' }], 4, 0],
    [[{ Gia: 'mười' }, { Gia: '8000' }], 6, undefined],
    [[], 6, undefined],
    ['rác', 6, undefined],
  ])('of the fees %j at status %i owes %s', (DanhSachLePhi, TrangThaiHoSo, due) => {
    expect(said({ DanhSachLePhi, TrangThaiHoSo }).feeDue).toBe(due)
  })

  it('names its results', () => {
    const DanhSachGiayToKetQua = [{ TenGiayTo: 'Giấy khai sinh' }, { TenGiayTo: 'Thẻ BHYT' }, {}]
    expect(said({ DanhSachGiayToKetQua }).result).toBe('Giấy khai sinh; Thẻ BHYT')
  })

  it('is of the unit that its identifier or its name says, or of none of ours', () => {
    expect(said({ MaDinhDanh: 'H26.15.3', DonViXuLy: 'Sở Tư pháp' }).unit).toBe('hoan-kiem')
    expect(said({ MaDinhDanh: 'H26.99', DonViXuLy: 'Phường Hoàn Kiếm' }).unit).toBe('hoan-kiem')
    expect(said({ DonViXuLy: 'Sở Tư pháp' }).unit).toBeUndefined()
    const elsewhere = { ok: false, reason: expect.stringContaining('none of those served') }
    expect(read('dossiers', { ...least, MaDinhDanh: 'H26.16' })).toMatchObject(elsewhere)
    expect(read('dossiers', { ...least, DonViXuLy: 'UBND phường Ba Đình' })).toMatchObject(elsewhere)
  })

  it('is of the one unit that is served where it names none, and where it could', () => {
    const readHere = createRecordReader(map, { ...reading, unit: 'hoan-kiem' })
    expect(readHere('dossiers', least)).toMatchObject({ update: { unit: 'hoan-kiem' } })
    const elsewhere = readHere('dossiers', { ...least, DonViXuLy: 'Sở Tư pháp' })
    expect('update' in elsewhere && elsewhere.update.unit).toBeUndefined()
    const step = readHere('progress', { MaHoSo: code, TrangThai: 4 })
    expect('update' in step && step.update).toEqual({ code, status: 4 })
  })

  it('is taken without numbers that are of no use', () => {
    expect(said({ SoDienThoai: 'không có', MaDoiTuong: '12' })).toEqual({ code, status: 4 })
    expect(said({ SoDienThoai: 912345678, MaDoiTuong: 1203004567 })).toMatchObject({
      phone: '0912345678',
      idLast4: '4567',
    })
  })

  it.each<unknown>([
    null,
    7,
    'rác',
    [],
    {},
    { ...least, MaHoSo: 'H26' },
    { ...least, TrangThaiHoSo: 99 },
    { ...least, NgayHenTra: '31/02/2026' },
    { ...least, NgayHenTra: '31/02/2026', DanhSachHoSoBoSung: [{ NgayHenTraMoi: '20261202' }] },
  ])('that is junk is refused: %j', (record) => {
    expect(read('dossiers', record)).toMatchObject({ ok: false })
  })
})

describe('an entry of CapNhatTienDoHoSoMC', () => {
  it('says when what was done', () => {
    const entry = {
      MaHoSo: code,
      NguoiXuLy: 'Trần Văn B',
      ChucDanh: 'Công chức',
      ThoiDiemXuLy: '20261121093000',
      PhongBanXuLy: 'Tư pháp',
      NoiDungXuLy: 'Thẩm định hồ sơ',
      TrangThai: 4,
    }
    expect(read('progress', entry)).toEqual({
      ok: true,
      update: { code, status: 4, statusAt: '2026-11-21T02:30:00.000Z' },
    })
  })
})
