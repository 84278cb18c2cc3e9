import { deflateSync } from 'node:zlib'
import { type BadBook, kept, refused } from './bad-book.ts'
import { noise } from './bad-epub-content.ts'
import { rawPdf, SHOWN, stream } from './raw-pdf.ts'

/** PDFs that are protected, broken, lie, or ask for more than there is. */
export function badPdfs(): BadBook[] {
  return [...protectedPdfs(), ...brokenPdfs(), ...lyingPdfs(), ...activePdfs(), ...circles()]
}

function protectedPdfs(): BadBook[] {
  const encrypted = refused('encrypted')
  const id = '/ID[<00112233445566778899aabbccddeeff><00112233445566778899aabbccddeeff>]/Encrypt 9 0 R'
  const standard = (more: string) => `<</Filter/Standard/O<${'ab'.repeat(32)}>/U<${'cd'.repeat(32)}>/P -4${more}>>`
  const pdf = (dictionary: string) => rawPdf({ 9: dictionary }, { trailer: id })
  return [
    { name: 'pdf-password-rc4.pdf', bytes: pdf(standard('/V 2/R 3/Length 128')), expected: encrypted },
    {
      name: 'pdf-password-aes.pdf',
      bytes: pdf(standard('/V 4/R 4/Length 128/CF<</StdCF<</CFM/AESV2/Length 16>>>>/StmF/StdCF/StrF/StdCF')),
      expected: encrypted,
    },
    {
      name: 'pdf-drm-handler.pdf',
      bytes: pdf('<</Filter/EBX_HANDLER/V 4/R 3/Length 128>>'),
      expected: encrypted,
    },
    { name: 'pdf-certificate.pdf', bytes: pdf('<</Filter/Adobe.PubSec/V 4/R 3>>'), expected: encrypted },
  ]
}

function brokenPdfs(): BadBook[] {
  const corrupt = refused('corrupt')
  const whole = rawPdf()
  const end = whole.indexOf('xref')
  return [
    { name: 'pdf-header-only.pdf', bytes: Buffer.from('%PDF-1.7\n%%EOF\n'), expected: corrupt },
    {
      name: 'pdf-noise-after-header.pdf',
      bytes: Buffer.concat([Buffer.from('%PDF-1.7\n'), noise(200_000)]),
      expected: corrupt,
    },
    { name: 'pdf-cut-in-first-object.pdf', bytes: whole.subarray(0, 20), expected: corrupt },
    { name: 'pdf-cut-before-its-table.pdf', bytes: whole.subarray(0, end), expected: kept('truncated') },
    { name: 'pdf-without-catalogue.pdf', bytes: rawPdf({ 1: '<</Type/Nothing>>' }), expected: refused('corrupt') },
    { name: 'pdf-broken-xref.pdf', bytes: rawPdf({}, { xref: 'xref\n0 9\nnonsense\n' }), expected: kept() },
    {
      name: 'pdf-lying-xref.pdf',
      bytes: rawPdf({}, { xref: `xref\n0 6\n${'0000000009 00000 n \n'.repeat(6)}` }),
      expected: kept(),
    },
    { name: 'pdf-xref-of-a-billion.pdf', bytes: rawPdf({}, { xref: 'xref\n0 999999999\n' }), expected: kept() },
    {
      name: 'pdf-without-pages.pdf',
      bytes: rawPdf({ 2: '<</Type/Pages/Kids[]/Count 0>>', 3: undefined }),
      expected: corrupt,
    },
    { name: 'pdf-blank.pdf', bytes: rawPdf({ 4: stream('') }), expected: refused('content_lost') },
    {
      name: 'pdf-content-of-noise.pdf',
      bytes: rawPdf({ 4: stream(noise(100_000)) }),
      expected: refused('content_lost'),
    },
  ]
}

function lyingPdfs(): BadBook[] {
  const declaring = (count: string) => rawPdf({ 2: `<</Type/Pages/Kids[3 0 R]/Count ${count}>>` })
  const sized = (box: string) =>
    rawPdf({ 3: `<</Type/Page/Parent 2 0 R/MediaBox[${box}]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>` })
  return [
    { name: 'pdf-100000-pages.pdf', bytes: declaring('100000'), expected: refused('limit') },
    { name: 'pdf-two-billion-pages.pdf', bytes: declaring('2147483647'), expected: kept() },
    { name: 'pdf-15000-pages.pdf', bytes: declaring('15000'), expected: kept('lost_page') },
    { name: 'pdf-minus-five-pages.pdf', bytes: declaring('-5'), expected: kept() },
    {
      name: 'pdf-stream-of-4-gb.pdf',
      bytes: rawPdf({ 4: `<</Length 4294967295>> stream\n${SHOWN}\nendstream` }),
      expected: kept(),
    },
    { name: 'pdf-page-of-no-size.pdf', bytes: sized('0 0 0 0'), expected: refused('content_lost') },
    { name: 'pdf-page-upside-down.pdf', bytes: sized('400 300 0 0'), expected: kept() },
    { name: 'pdf-page-of-a-mile.pdf', bytes: sized('0 0 1e9 1e9'), expected: refused('content_lost') },
    {
      name: 'pdf-drawn-page-of-a-mile.pdf',
      bytes: rawPdf({
        3: '<</Type/Page/Parent 2 0 R/MediaBox[0 0 2000000 2000000]/Contents 4 0 R>>',
        4: stream('0 0 1000 1000 re f 5 5 m 900000 900000 l S'),
      }),
      expected: { kept: ['no_text_layer'] },
    },
  ]
}

function activePdfs(): BadBook[] {
  const catalog = (more: string) => rawPdf({ 1: `<</Type/Catalog/Pages 2 0 R${more}>>` })
  return [
    {
      name: 'pdf-javascript.pdf',
      bytes: catalog(
        '/OpenAction<</S/JavaScript/JS(while\\(true\\){})>>/Names<</JavaScript<</Names[(a)<</S/JavaScript/JS(app.alert\\(1\\))>>]>>>>',
      ),
      expected: kept(),
    },
    {
      name: 'pdf-launch.pdf',
      bytes: catalog('/OpenAction<</S/Launch/F(/bin/sh)/Win<</F(cmd.exe)>>>>'),
      expected: kept(),
    },
    {
      name: 'pdf-javascript-link.pdf',
      bytes: rawPdf({
        3: '<</Type/Page/Parent 2 0 R/MediaBox[0 0 400 300]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>/Annots[<</Type/Annot/Subtype/Link/Rect[0 0 400 300]/A<</S/URI/URI(javascript:alert\\(1\\))>>>>]>>',
      }),
      expected: kept('link_dropped'),
    },
    {
      name: 'pdf-attachment.pdf',
      bytes: catalog(
        '/Names<</EmbeddedFiles<</Names[(evil.exe)<</Type/Filespec/F(../../evil.exe)/EF<</F 4 0 R>>>>]>>>>',
      ),
      expected: kept(),
    },
  ]
}

/** Things that contain or follow themselves. */
function circles(): BadBook[] {
  return [
    {
      name: 'pdf-page-tree-circle.pdf',
      bytes: rawPdf({ 2: '<</Type/Pages/Kids[2 0 R 3 0 R]/Count 2>>' }),
      expected: kept(),
    },
    {
      name: 'pdf-only-a-circle.pdf',
      bytes: rawPdf({ 2: '<</Type/Pages/Kids[2 0 R]/Count 1>>', 3: undefined }),
      expected: refused('corrupt'),
    },
    {
      name: 'pdf-outline-circle.pdf',
      bytes: rawPdf({
        1: '<</Type/Catalog/Pages 2 0 R/Outlines 7 0 R>>',
        7: '<</Type/Outlines/First 8 0 R/Last 8 0 R/Count 1>>',
        8: '<</Title(Round)/Parent 7 0 R/First 8 0 R/Next 8 0 R/Dest[3 0 R/Fit]>>',
      }),
      expected: kept(),
    },
    {
      name: 'pdf-drawing-in-itself.pdf',
      bytes: rawPdf({
        4: stream(`${SHOWN} /X Do`),
        6: stream('/X Do /X Do', '/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X 6 0 R>>>>'),
      }),
      expected: refused('limit'),
    },
    {
      name: 'pdf-length-of-itself.pdf',
      bytes: rawPdf({ 4: `<</Length 4 0 R>> stream\n${SHOWN}\nendstream` }),
      expected: kept(),
    },
  ]
}

/** PDFs that unpack, or are read, for ever. */
export function heavyPdfs(): BadBook[] {
  const repeated = (text: string, bytes: number) => text.repeat(Math.floor(bytes / text.length))
  const flate = (bytes: number, filters: number) => {
    let content: Buffer = Buffer.concat([Buffer.from(SHOWN), Buffer.alloc(bytes, ' ')])
    for (let i = 0; i < filters; i++) content = deflateSync(content)
    return stream(content, `/Filter[${'/FlateDecode'.repeat(filters)}]`)
  }
  const broken = (text: string) => Buffer.from(`%PDF-1.7\n${text}`, 'latin1')
  const image = (more: string) =>
    rawPdf({
      4: stream(`${SHOWN} q 100 0 0 100 0 0 cm /X Do Q`),
      6: stream(
        deflateSync(Buffer.alloc(1_000)),
        `/Type/XObject/Subtype/Image/BitsPerComponent 8/ColorSpace/DeviceRGB/Filter/FlateDecode${more}`,
      ),
    })
  return [
    { name: 'pdf-bomb-content.pdf', bytes: rawPdf({ 4: flate(100_000_000, 1) }), expected: kept() },
    { name: 'pdf-bomb-in-bombs.pdf', bytes: rawPdf({ 4: flate(100_000_000, 3) }), expected: kept() },
    {
      name: 'pdf-picture-of-3-gigapixels.pdf',
      bytes: image('/Width 60000/Height 60000'),
      expected: kept('lost_image'),
    },
    { name: 'pdf-picture-of-90-megapixels.pdf', bytes: image('/Width 9000/Height 10000'), expected: kept() },
    { name: 'pdf-picture-of-minus-size.pdf', bytes: image('/Width -1/Height -1'), expected: kept() },
    {
      name: 'pdf-long-line.pdf',
      bytes: rawPdf({ 4: stream(`${SHOWN} BT /F 1 Tf 9 9 Td (${'a b c '.repeat(50_000)}) Tj ET`) }),
      expected: kept(),
    },
    { name: 'pdf-deep-arrays.pdf', bytes: rawPdf({ 7: '['.repeat(2_000_000) }), expected: kept() },
    {
      name: 'pdf-deep-dictionaries.pdf',
      bytes: rawPdf({ 1: `<</Type/Catalog/Pages 2 0 R/A${'<</A'.repeat(500_000)}` }),
      expected: kept(),
    },
    {
      name: 'pdf-endless-drawing.pdf',
      bytes: rawPdf({ 4: stream(`${SHOWN}${repeated('\nq 1 0 0 1 0 0 cm', 8_000_000)}`) }),
      expected: kept(),
    },
    { name: 'pdf-endless-objects.pdf', bytes: broken(repeated('1 0 obj\n', 8_000_000)), expected: refused('corrupt') },
    {
      name: 'pdf-endless-pages.pdf',
      bytes: broken(
        Array.from({ length: 200_000 }, (_, i) => `${i + 1} 0 obj<</Type/Page/Parent ${i + 2} 0 R>>endobj\n`).join(''),
      ),
      expected: refused('limit', 'corrupt'),
    },
    {
      name: 'pdf-endless-object-streams.pdf',
      bytes: broken(repeated('/Type/ObjStm', 8_000_000)),
      expected: refused('corrupt'),
    },
    { name: 'pdf-bomb-object-streams.pdf', bytes: broken(objectStreamBombs()), expected: refused('corrupt', 'limit') },
  ]
}

/** Five object streams of 60 MB each, in a PDF that has to be repaired. */
function objectStreamBombs(): string {
  const packed = deflateSync(Buffer.alloc(60_000_000, ' ')).toString('latin1')
  const one = `9 0 obj<</Type/ObjStm/N 1/First 4/Length ${packed.length}/Filter/FlateDecode>>stream\n${packed}\nendstream endobj\n`
  return one.repeat(5)
}
