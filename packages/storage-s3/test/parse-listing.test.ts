import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type ListingPage, ListingParser } from '../src/parse-listing.ts'

// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what XML cannot hold
const NOT_IN_XML = /[\0-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]/g

const MARKS: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', '\r': '&#13;' }
const escaped = (text: string) => text.replaceAll(/[&<>"\r]/g, (mark) => MARKS[mark] ?? mark)
const page = (content: string) =>
  `<?xml version="1.0" encoding="UTF-8"?>\n<ListBucketResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/">${content}</ListBucketResult>`
const contents = (key: string, more = '') =>
  `<Contents><Key>${key}</Key><LastModified>2026-02-03T04:05:06.789Z</LastModified><ETag>&quot;abc&quot;</ETag><Size>12</Size>${more}</Contents>`

/** Reads a text in pieces of some length. */
function parseListing(xml: string, length = 7): ListingPage | undefined {
  const parser = new ListingParser()
  for (let i = 0; i < xml.length; i += length) parser.write(xml.slice(i, i + length))
  return parser.end()
}

test('keys, folders and the token come out as they went in, whatever is in them', () => {
  const text = fc.string({ unit: 'binary', maxLength: 40 }).map((some) => some.replaceAll(NOT_IN_XML, '.'))
  const texts = fc.array(text, { maxLength: 8 })
  fc.assert(
    fc.property(texts, texts, text, fc.integer({ min: 1, max: 99 }), (keys, folders, token, length) => {
      const prefixes = folders.map((folder) => `<CommonPrefixes><Prefix>${escaped(folder)}</Prefix></CommonPrefixes>`)
      const objects = keys.map((key) => contents(escaped(key)))
      const xml = page(
        `<Prefix/><NextContinuationToken>${escaped(token)}</NextContinuationToken>${[...objects, ...prefixes].join('')}`,
      )
      const read = parseListing(xml, length)
      expect(read?.Contents?.map(({ Key }) => Key)).toEqual(keys)
      expect(read?.CommonPrefixes?.map(({ Prefix }) => Prefix)).toEqual(folders)
      expect(read?.NextContinuationToken).toBe(token)
    }),
  )
})

test('any change of a page is read with sizes and times that are some, or left to the SDK', () => {
  const whole = page(
    `<IsTruncated>true</IsTruncated>${contents('a')}<CommonPrefixes><Prefix>b/</Prefix></CommonPrefixes>`,
  )
  const piece = fc.oneof(
    fc.string({ maxLength: 6 }),
    fc.constantFrom('<Size>', '</Size>', '-', '9999999999999999', '&', '<Contents>', ']]>'),
  )
  fc.assert(
    fc.property(fc.nat(whole.length), fc.nat(30), piece, (at, cut, put) => {
      const read = parseListing(whole.slice(0, at) + put + whole.slice(at + cut))
      for (const { Size = 0, LastModified } of read?.Contents ?? []) {
        expect(Number.isSafeInteger(Size) && Size >= 0).toBe(true)
        expect(LastModified === undefined || Number.isFinite(LastModified.getTime())).toBe(true)
      }
    }),
    { numRuns: Number(process.env.RITTDOC_FUZZ ?? 200), seed: Number(process.env.RITTDOC_SEED ?? 1) },
  )
})

test('objects of the usual form are read as the parser reads them, among others', () => {
  const usual = (key: string, more: string) =>
    `<Contents><Key>${key}</Key><LastModified>2026-02-03T04:05:06.789Z</LastModified><ETag>&quot;abc-2&quot;</ETag>${more}<Size>12</Size><StorageClass>STANDARD_IA</StorageClass><Type>Normal</Type></Contents>`
  const checksum = '<ChecksumAlgorithm>CRC64NVME</ChecksumAlgorithm><ChecksumType>FULL_OBJECT</ChecksumType>'
  const object = fc.oneof(
    fc
      .tuple(fc.constantFrom('a', 'b &amp; c', 'Bücher/\u{1f4d5}'), fc.constantFrom('', checksum, '<!-- no -->'))
      .map(([key, more]) => usual(key, more)),
    fc.constantFrom(contents('d'), '\n', '<CommonPrefixes><Prefix>e/</Prefix></CommonPrefixes>', '<Contents/>'),
  )
  fc.assert(
    fc.property(fc.array(object, { maxLength: 9 }), fc.integer({ min: 1, max: 400 }), (objects, length) => {
      const xml = page(objects.join(''))
      const byParser = parseListing(xml.replace('<ListBucketResult', '<!-- by the parser alone --><ListBucketResult'))
      expect(byParser?.Contents?.length).toBe(objects.filter((text) => text.startsWith('<Contents')).length)
      expect(parseListing(xml, length)).toEqual(byParser)
    }),
  )
})

test.each([
  ['a comment', `<!-- > ${contents('a')} -->`],
  ['CDATA', `<Name><![CDATA[${contents('a')}]]></Name>`],
  ['another element', `<Extension>${contents('a')}</Extension>`],
])('what looks like an object in %s is none', (_, content) => {
  const xml = page(content.replaceAll('<Size>12</Size>', '<Size>12</Size><StorageClass>STANDARD</StorageClass>'))
  for (const length of [1, 7, 1_000]) expect(parseListing(xml, length)?.Contents).toEqual([])
})

test('every fact of an object is read, and those of its owner are not', () => {
  const more =
    '<StorageClass>GLACIER</StorageClass><Owner><ID>Key</ID><Size>99</Size></Owner><RestoreStatus>\n<IsRestoreInProgress>true</IsRestoreInProgress></RestoreStatus>'
  expect(parseListing(page(`<IsTruncated>true</IsTruncated>\n  ${contents('a', more)}\n  ${contents('b')}`))).toEqual({
    IsTruncated: true,
    CommonPrefixes: [],
    Contents: [
      {
        ...{ Key: 'a', LastModified: new Date('2026-02-03T04:05:06.789Z'), ETag: '"abc"', Size: 12 },
        ...{ StorageClass: 'GLACIER', RestoreStatus: { IsRestoreInProgress: true } },
      },
      { Key: 'b', LastModified: new Date('2026-02-03T04:05:06.789Z'), ETag: '"abc"', Size: 12 },
    ],
  })
})

test.each([
  ['&#x1F4D5;', '\u{1f4d5}'],
  ['&apos;&lt;&amp;gt;', "'<&gt;"],
  ['<![CDATA[a & b]]>', 'a & b'],
  ['a<!-- b -->c', 'ac'],
])('%s stands for %j', (text, key) => {
  expect(parseListing(page(contents(text)))?.Contents?.[0]?.Key).toBe(key)
})

test.each([
  ['an error', '<Error><Code>SlowDown</Code></Error>'],
  ['half a page', page(contents('a')).slice(0, -10)],
  ['a page that ends in a tag', page(contents('a')).slice(0, -1)],
  ['nothing', ''],
  ['text', 'Bad gateway'],
  ['prefixed names', '<s3:ListBucketResult xmlns:s3="x"></s3:ListBucketResult>'],
  ['a character that XML cannot hold', page(contents('&#x1;'))],
  ['tags in the wrong order', page('<Contents><Key>a</Contents></Key>')],
  ['two pages', page('') + page('')],
  ['a size that is none', page(contents('a').replace('>12<', '>twelve<'))],
  ['a size below nothing', page(contents('a').replace('>12<', '>-1<'))],
  ['a size beyond all numbers', page(contents('a').replace('>12<', '>99999999999999999999<'))],
  ['a time that is none', page(contents('a').replace('2026-02', '2026-99'))],
])('%s is left to the SDK', (_, xml) => {
  expect(parseListing(xml)).toBe(undefined)
})
