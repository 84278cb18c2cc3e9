import { pathToFileURL } from 'node:url'
import { type BadBook, KEPT, kept, refused } from './bad-book.ts'
import { containerOf, epub, opfOf, PARAGRAPH, pageOf } from './epub-parts.ts'

/** ePubs whose parts are missing, protected or no XML. @param secret path of a file that nobody may read */
export function badEpubContent(secret: string): BadBook[] {
  return [...brokenParts(), ...protectedBooks(), ...entityAttacks(pathToFileURL(secret).href), ...activeContent(secret)]
}

function brokenParts(): BadBook[] {
  const [corrupt, lost] = [refused('corrupt'), refused('content_lost')]
  const latin = Buffer.from(pageOf(`<p>${KEPT} caf\u00e9</p>`), 'latin1')
  return [
    { name: 'opf-missing.epub', bytes: epub({ opf: '', container: containerOf('gone.opf') }), expected: corrupt },
    { name: 'opf-empty.epub', bytes: epub({ opf: '' }), expected: corrupt },
    { name: 'opf-binary.epub', bytes: epub({ opf: noise(5_000) }), expected: corrupt },
    { name: 'opf-cut.epub', bytes: epub({ opf: opfOf().slice(0, 200) }), expected: corrupt },
    { name: 'opf-without-spine.epub', bytes: epub({ opf: '<package><manifest/></package>' }), expected: corrupt },
    { name: 'opf-empty-spine.epub', bytes: epub({ opf: '<package><manifest/><spine/></package>' }), expected: lost },
    {
      name: 'opf-fallback-circle.epub',
      bytes: epub({
        manifest:
          '<item id="a" href="a" media-type="x/y" fallback="b"/><item id="b" href="b" media-type="x/y" fallback="a"/>',
        spine: '<itemref idref="a"/>',
      }),
      expected: kept('spine_item_missing'),
    },
    {
      name: 'container-leads-out.epub',
      bytes: epub({ container: containerOf('../../../../etc/passwd') }),
      expected: kept('container_missing'),
    },
    { name: 'container-binary.epub', bytes: epub({ container: noise(5_000) }), expected: kept('container_missing') },
    {
      name: 'spine-item-missing.epub',
      bytes: epub({ manifest: '<item id="d" href="d.xhtml"/>', spine: '<itemref idref="d"/>' }),
      expected: kept('spine_item_missing'),
    },
    { name: 'pages-all-missing.epub', bytes: epub({ opf: opfOf().replace('c.xhtml', 'd.xhtml') }), expected: lost },
    { name: 'page-of-zeros.epub', bytes: epub({ page: Buffer.alloc(100_000) }), expected: lost },
    { name: 'page-empty.epub', bytes: epub({ page: '' }), expected: lost },
    {
      name: 'page-malformed.epub',
      bytes: epub({ body: `<p>${KEPT}<br>&nosuch; <b>& <i></b></p><p` }),
      expected: kept('not_well_formed'),
    },
    { name: 'page-wrong-encoding.epub', bytes: epub({ page: latin }), expected: kept('wrong_encoding') },
    {
      name: 'page-of-an-unknown-encoding.epub',
      bytes: epub({ page: pageOf(PARAGRAPH).replace('utf-8', 'x-klingon') }),
      expected: kept('wrong_encoding'),
    },
    {
      name: 'pictures-all-missing.epub',
      bytes: epub({ body: '<p><img src="1.png" alt="1"/></p>' }),
      expected: lost,
    },
  ]
}

function protectedBooks(): BadBook[] {
  const encryption = (uri: string) =>
    `<encryption xmlns="urn:oasis:names:tc:opendocument:xmlns:container" xmlns:enc="http://www.w3.org/2001/04/xmlenc#"><enc:EncryptedData><enc:EncryptionMethod Algorithm="http://www.w3.org/2001/04/xmlenc#aes256-cbc"/><enc:CipherData><enc:CipherReference URI="${uri}"/></enc:CipherData></enc:EncryptedData></encryption>`
  const drm = (name: string, uri: string, ...rights: readonly string[]): BadBook => ({
    name,
    bytes: epub({
      page: noise(2_000),
      files: [
        { name: 'META-INF/encryption.xml', data: encryption(uri) },
        ...rights.map((file) => ({ name: file, data: '<rights/>' })),
      ],
    }),
    expected: refused('encrypted'),
  })
  return [
    drm('drm-adept.epub', 'c.xhtml', 'META-INF/rights.xml'),
    drm('drm-lcp.epub', 'c.xhtml', 'META-INF/license.lcpl'),
    drm('drm-fairplay.epub', '/c.xhtml', 'META-INF/sinf.xml'),
    drm('drm-percent-encoded.epub', 'c%2Exhtml'),
    drm('drm-of-nothing-named.epub', ''),
    {
      name: 'drm-of-a-picture.epub',
      bytes: epub({
        body: `${PARAGRAPH}<img src="i.png" alt=""/>`,
        manifest: '<item id="i" href="i.png" media-type="image/png"/>',
        files: [
          { name: 'META-INF/encryption.xml', data: encryption('i.png') },
          { name: 'i.png', data: noise(500) },
        ],
      }),
      expected: kept('file_encrypted', 'image_missing'),
    },
  ]
}

/** Documents that ask for other files, or multiply. */
function entityAttacks(url: string): BadBook[] {
  const external = `<!DOCTYPE x [<!ENTITY x SYSTEM "${url}">]>`
  const lines = Array.from({ length: 30 }, (_, n) => `<!ENTITY e${n + 1} "${`&e${n};`.repeat(10)}">`).join('')
  const laughs = `<!DOCTYPE x [<!ENTITY e0 "ha">${lines}]>`
  const thousand = `<!DOCTYPE x [<!ENTITY e "${'a'.repeat(1_000)}">]>`
  const ncx = `<?xml version="1.0"?>${external}<ncx><navMap><navPoint><navLabel><text>&x;</text></navLabel><content src="c.xhtml"/></navPoint></navMap></ncx>`
  return [
    {
      name: 'xxe-page.epub',
      bytes: epub({ doctype: external, body: `${PARAGRAPH}<p>&x;</p>` }),
      expected: kept('unknown_entity'),
    },
    {
      name: 'xxe-parameter.epub',
      bytes: epub({ doctype: `<!DOCTYPE x [<!ENTITY % p SYSTEM "${url}"> %p;]>` }),
      expected: kept(),
    },
    { name: 'xxe-dtd.epub', bytes: epub({ doctype: `<!DOCTYPE html SYSTEM "${url}">` }), expected: kept() },
    {
      name: 'xxe-include.epub',
      bytes: epub({
        body: `${PARAGRAPH}<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="${url}" parse="text"/>`,
      }),
      expected: kept(),
    },
    { name: 'xxe-stylesheet.epub', bytes: epub({ doctype: `<?xml-stylesheet href="${url}"?>` }), expected: kept() },
    {
      name: 'xxe-opf.epub',
      bytes: epub({ opf: opfOf('', '', external, '&x;') }),
      expected: kept('unknown_entity'),
    },
    { name: 'xxe-container.epub', bytes: epub({ container: containerOf('&x;', external) }), expected: kept() },
    {
      name: 'xxe-ncx.epub',
      bytes: epub({
        manifest: '<item id="ncx" href="t.ncx" media-type="application/x-dtbncx+xml"/>',
        files: [{ name: 't.ncx', data: ncx }],
      }),
      expected: kept('unknown_entity'),
    },
    {
      name: 'laughs-page.epub',
      bytes: epub({ doctype: laughs, body: `${PARAGRAPH}<p>&e30;</p>` }),
      expected: kept(),
    },
    { name: 'laughs-opf.epub', bytes: epub({ opf: opfOf('', '', laughs, '&e30;') }), expected: kept() },
    {
      name: 'laughs-of-one-step.epub',
      bytes: epub({ doctype: thousand, body: `<p>${'&e;'.repeat(2_000_000)}</p>` }),
      expected: refused('limit'),
    },
  ]
}

/** Books that want something done when they are read or shown. */
function activeContent(secret: string): BadBook[] {
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"><script>alert(1)</script><image xlink:href="${pathToFileURL(secret).href}"/><text>drawn</text></svg>`
  const sources = [pathToFileURL(secret).href, secret, `../../../../../..${secret}`, 'http://127.0.0.1:9/x.png']
  const pictures = sources.map((source) => `<img src="${source}" alt="gone"/>`).join('')
  return [
    { name: 'active-script.epub', bytes: epub({ body: `<script>alert(1)</script>${PARAGRAPH}` }), expected: kept() },
    {
      name: 'active-link.epub',
      bytes: epub({ body: `${PARAGRAPH}<p><a href="javascript:alert(1)">here</a></p>` }),
      expected: kept('link_dropped'),
    },
    { name: 'active-svg.epub', bytes: epub({ body: PARAGRAPH + svg }), expected: kept() },
    {
      name: 'pictures-of-elsewhere.epub',
      bytes: epub({ body: PARAGRAPH + pictures }),
      expected: kept('image_missing'),
    },
    {
      name: 'page-in-itself.epub',
      bytes: epub({ body: `${PARAGRAPH}<iframe src="c.xhtml"/><object data="c.xhtml"/>` }),
      expected: kept(),
    },
  ]
}

/** Bytes without a meaning, the same each time. */
export function noise(length: number): Buffer {
  const bytes = Buffer.alloc(length)
  let state = 1
  for (let i = 0; i < length; i++) {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0
    bytes[i] = state >>> 16
  }
  return bytes
}
