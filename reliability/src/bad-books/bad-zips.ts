import { deflateRawSync } from 'node:zlib'
import { type BadBook, KEPT, kept, refused } from './bad-book.ts'
import { containerOf, epub, epubEntries, epubWith, opfOf, pageOf } from './epub-parts.ts'
import { type RawEntry, rawZip } from './raw-zip.ts'

const MEGABYTE = 1024 ** 2
const whole = epub({ body: `<p>${KEPT}</p><p>${'More of it. '.repeat(400)}</p>` })

/** Books whose zip is damaged or lies. */
export function badZips(): BadBook[] {
  return [...brokenZips(), ...lyingZips(), ...packedOtherwise()]
}

function brokenZips(): BadBook[] {
  const corrupt = refused('corrupt')
  const flipped = Buffer.from(whole)
  flipped.fill(0x55, flipped.indexOf('c.xhtml') + 7 + 20, flipped.indexOf('c.xhtml') + 7 + 40)
  return [
    { name: 'zip-half.epub', bytes: whole.subarray(0, whole.length / 2), expected: corrupt },
    { name: 'zip-without-its-end.epub', bytes: whole.subarray(0, -10), expected: corrupt },
    { name: 'zip-without-its-middle.epub', bytes: withoutMiddle(whole), expected: corrupt },
    { name: 'zip-flipped-bytes.epub', bytes: flipped, expected: corrupt },
    { name: 'zip-empty.epub', bytes: rawZip([]), expected: corrupt },
    { name: 'zip-of-folders.epub', bytes: rawZip([folder('a/'), folder('a/b/')]), expected: corrupt },
    { name: 'zip-headers-only.epub', bytes: Buffer.from('PK\u0003\u0004'.repeat(250)), expected: corrupt },
    { name: 'zip-no-files.epub', bytes: epub({ files: [] }).subarray(-22), expected: corrupt },
    { name: 'zip-long-tail.epub', bytes: Buffer.concat([whole, Buffer.alloc(100_000)]), expected: corrupt },
    {
      name: 'zip-garbage-for-a-page.epub',
      bytes: epubWith('c.xhtml', { packed: Buffer.alloc(300, 0xfe) }),
      expected: corrupt,
    },
  ]
}

function lyingZips(): BadBook[] {
  const lie = (name: string, directoryLies: RawEntry['directoryLies']): BadBook => ({
    name,
    bytes: epubWith('c.xhtml', { directoryLies: directoryLies ?? {} }),
    expected: refused('corrupt'),
  })
  const end = (name: string, lies: Parameters<typeof rawZip>[1]): BadBook => ({
    name,
    bytes: rawZip(epubEntries(), lies),
    expected: refused('corrupt', 'unsupported'),
  })
  return [
    lie('zip-size-too-small.epub', { bytes: 10 }),
    lie('zip-size-too-large.epub', { bytes: 100_000 }),
    lie('zip-size-zero.epub', { bytes: 0 }),
    lie('zip-packed-size-too-large.epub', { packedBytes: 50_000_000 }),
    {
      ...lie('zip-size-of-4-gb.epub', { bytes: 0xffffffff, packedBytes: 0xffffffff }),
      expected: refused('corrupt', 'limit'),
    },
    lie('zip-wrong-checksum.epub', { crc: 1 }),
    lie('zip-offset-past-the-end.epub', { offset: 0x7fffffff }),
    lie('zip-offset-into-another.epub', { offset: 17 }),
    end('zip-more-files-than-there.epub', { entries: 9 }),
    end('zip-directory-past-the-end.epub', { directoryOffset: 0x7fffffff }),
    end('zip-directory-of-4-gb.epub', { directoryBytes: 0xfffffffe, directoryOffset: 0xfffffffe }),
    end('zip-comment-longer-than-the-file.epub', { commentBytes: 60_000 }),
    end('zip-on-disk-7.epub', { disk: 7 }),
  ]
}

function packedOtherwise(): BadBook[] {
  const encrypted = epubEntries().map((entry) => ({ ...entry, isStored: false, lies: { flags: 0x801 } }))
  return [
    {
      name: 'zip-lzma.epub',
      bytes: epubWith('c.xhtml', { lies: { method: 14 } }),
      expected: refused('unsupported'),
    },
    {
      name: 'zip-page-encrypted.epub',
      bytes: epubWith('c.xhtml', { lies: { flags: 1 } }),
      expected: refused('encrypted'),
    },
    {
      name: 'zip-page-aes.epub',
      bytes: epubWith('c.xhtml', { lies: { flags: 1, method: 99 } }),
      expected: refused('encrypted'),
    },
    { name: 'zip-all-encrypted.epub', bytes: rawZip(encrypted), expected: refused('encrypted') },
    {
      name: 'zip-other-name-inside.epub',
      bytes: epubWith('c.xhtml', { directoryLies: { name: Buffer.from('d.xhtml') } }),
      expected: refused('content_lost'),
    },
  ]
}

/** Books that unpack to far more than they are. */
export function bombs(): BadBook[] {
  const limit = refused('limit')
  const zeros = Buffer.alloc(40 * MEGABYTE)
  const spaces = Buffer.alloc(40 * MEGABYTE, ' ')
  const picture: RawEntry = { name: 'bomb.png', data: zeros }
  const image = '<item id="i" href="bomb.png" media-type="image/png"/>'
  return [
    { name: 'bomb-page.epub', bytes: epub({ page: spaces }), expected: limit },
    { name: 'bomb-opf.epub', bytes: epub({ opf: spaces }), expected: limit },
    { name: 'bomb-container.epub', bytes: epub({ container: spaces }), expected: limit },
    {
      name: 'bomb-picture.epub',
      bytes: epub({ body: `<p>${KEPT}</p><img src="bomb.png" alt=""/>`, manifest: image, files: [picture] }),
      expected: limit,
    },
    {
      name: 'bomb-that-says-it-is-small.epub',
      bytes: epubWith('c.xhtml', { lies: { bytes: 1000 } }, { page: spaces }),
      expected: refused('corrupt', 'limit'),
    },
    { name: 'bomb-of-70000-files.epub', bytes: manyFiles(70_000), expected: limit },
    { name: 'book-of-30000-files.epub', bytes: manyFiles(30_000), expected: kept() },
    { name: 'bomb-overlapping.epub', bytes: overlapping(), expected: limit },
    { name: 'bomb-many-pages.epub', bytes: manyPages(), expected: limit },
    { name: 'bomb-nested.epub', bytes: nested(), expected: refused('corrupt') },
    {
      name: 'bomb-nested-beside-a-book.epub',
      bytes: epub({ files: [{ name: 'x.zip', data: nested() }] }),
      expected: kept(),
    },
  ]
}

/** Zips in zips, each with ten of the next; who unpacks all of them fills a disk. */
function nested(): Buffer {
  let inner = rawZip([{ name: 'zeros', data: Buffer.alloc(MEGABYTE) }])
  for (let depth = 0; depth < 6; depth++) {
    const data = inner
    inner = rawZip(Array.from({ length: 10 }, (_, i) => ({ name: `${i}.zip`, data })))
  }
  return inner
}

function manyFiles(count: number): Buffer {
  const nothing = { data: '', isStored: true }
  return epub({ files: Array.from({ length: count }, (_, i) => ({ name: `f${i}`, ...nothing })) })
}

/** Two thousand names for the same 7 MB, each packed no tighter than is allowed. */
function overlapping(): Buffer {
  const data = Buffer.alloc(7 * MEGABYTE, 'ab')
  const packed = deflateRawSync(data)
  const first: RawEntry = { name: 'k0', data, packed }
  const sound = epubEntries()
  const offset = rawZip(sound).indexOf('PK\u0001\u0002')
  const others = Array.from(
    { length: 2_000 },
    (_, i): RawEntry => ({
      name: `k${i + 1}`,
      data: '',
      lies: { bytes: data.length, packedBytes: packed.length },
      directoryLies: { offset },
    }),
  )
  return rawZip([...sound, first, ...others])
}

/** A hundred pages of 7 MB, each of which alone would do. */
function manyPages(): Buffer {
  const page = pageOf(`<p>${KEPT}</p>${'<p>a</p>'.repeat(900_000)}`)
  const packed = deflateRawSync(page)
  const names = Array.from({ length: 100 }, (_, i) => `c${i}.xhtml`)
  const manifest = names
    .map((name) => `<item id="${name}" href="${name}" media-type="application/xhtml+xml"/>`)
    .join('')
  const spine = names.map((name) => `<itemref idref="${name}"/>`).join('')
  return epub({ manifest, spine, files: names.map((name) => ({ name, data: page, packed })) })
}

/** Books with names that lead somewhere else, or are no names. */
export function badNames(): BadBook[] {
  const page = pageOf(`<p>${KEPT}</p>`)
  const only = (name: string | Buffer, href: string): Buffer =>
    rawZip([
      { name: 'META-INF/container.xml', data: containerOf() },
      { name: 'p.opf', data: opfOf().replace('href="c.xhtml"', `href="${href}"`) },
      { name, data: page },
    ])
  const beside = (name: string | Buffer, more: Partial<RawEntry> = {}) =>
    epub({ files: [{ name, data: 'x', ...more }] })
  const lost = refused('content_lost')
  const link = { mode: 0o120777 }
  return [
    { name: 'name-up.epub', bytes: only('../../c.xhtml', '../../c.xhtml'), expected: lost },
    { name: 'name-absolute.epub', bytes: only('/etc/c.xhtml', '/etc/c.xhtml'), expected: lost },
    { name: 'name-of-windows.epub', bytes: only('C:\\c.xhtml', 'C:/c.xhtml'), expected: lost },
    { name: 'name-up-beside.epub', bytes: beside('../../../../tmp/evil'), expected: kept('unsafe_name') },
    { name: 'name-up-with-backslashes.epub', bytes: beside('..\\..\\evil'), expected: kept('unsafe_name') },
    { name: 'name-absolute-beside.epub', bytes: beside('/tmp/evil'), expected: kept('unsafe_name') },
    { name: 'name-with-zero.epub', bytes: beside('a\0.xhtml'), expected: kept('unsafe_name') },
    { name: 'name-with-newline.epub', bytes: beside('a\n2026 ERROR forged.xhtml'), expected: kept() },
    { name: 'name-of-60000-bytes.epub', bytes: beside('n'.repeat(60_000)), expected: kept() },
    { name: 'name-empty.epub', bytes: beside(''), expected: kept() },
    { name: 'name-no-utf8.epub', bytes: only(Buffer.from([0xff, 0xfe, 0x2e, 0x78]), 'c.xhtml'), expected: lost },
    {
      name: 'name-wrongly-called-utf8.epub',
      bytes: beside(Buffer.from([0x61, 0xff, 0xfe]), { lies: { flags: 0x800 } }),
      expected: kept(),
    },
    {
      name: 'name-of-a-page-twice.epub',
      bytes: rawZip([...epubEntries({ page: pageOf('<p>The first one.</p>') }), { name: 'c.xhtml', data: page }]),
      expected: kept('duplicate_name'),
    },
    {
      name: 'link-for-a-page.epub',
      bytes: epubWith('c.xhtml', link, { page: '/etc/passwd' }),
      expected: lost,
    },
    {
      name: 'link-for-a-picture.epub',
      bytes: epub({
        body: `<p>${KEPT}</p><img src="i.png" alt=""/>`,
        manifest: '<item id="i" href="i.png" media-type="image/png"/>',
        files: [{ name: 'i.png', data: '../../../../etc/passwd', ...link }],
      }),
      expected: kept('symbolic_link', 'image_missing'),
    },
  ]
}

const folder = (name: string): RawEntry => ({ name, data: '', isStored: true })

function withoutMiddle(bytes: Buffer): Buffer {
  const third = Math.floor(bytes.length / 3)
  return Buffer.concat([bytes.subarray(0, third), bytes.subarray(2 * third)])
}
