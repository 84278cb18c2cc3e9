import assert from 'node:assert/strict'
import type { CaseGroup } from '../../suite/define-suite.ts'
import { skip } from '../../suite/runner.ts'
import type { StorageBench } from '../storage-bench.ts'

/** Names that people give to books: every storage must take them. */
const REQUIRED = [
  'with space.pdf',
  'two  spaces.pdf',
  'a+b.pdf',
  '100%.pdf',
  '%41%2F.pdf',
  "it's.pdf",
  'a "quoted" one.pdf',
  '-dash.pdf',
  '--help',
  'Bücher (2).pdf',
  '书 Книга كتاب.epub',
  'emoji \u{1f600}.pdf',
  'a&b;c,d=e.pdf',
  '#hash?query.pdf',
  '[x]{y}*$.pdf',
  '~tilde.pdf',
  'dots..pdf',
  'no-extension',
  `${'long'.repeat(50)}.pdf`,
]

/** Names that some storages cannot hold: they come back byte for byte, or are refused with `unsupported`. */
const ODD = ['line\nbreak.pdf', 'tab\t.pdf', 'back\\slash.pdf', 'space at the end ', 'dot at the end.', '\u0001.pdf']

const NFC = 'Caf\u00e9.pdf'
const NFD = 'Cafe\u0301.pdf'

/** What the Storage contract promises under "names". */
export const nameCases: CaseGroup<StorageBench> = {
  title: 'names',
  cases: {
    ...Object.fromEntries(REQUIRED.map((name) => [`keeps ${shown(name)} byte for byte`, roundTrip(name)])),
    ...Object.fromEntries(ODD.map((name) => [`keeps ${shown(name)}, or refuses it`, roundTripOrRefuse(name)])),

    'keeps odd folder names byte for byte': async (bench) => {
      await bench.put('Output XML/100% (ü)+/book.zip', 'x')
      assert.deepEqual(await bench.names(), ['Output XML/'])
      assert.deepEqual(await bench.names('Output XML/'), ['Output XML/100% (ü)+/'])
      assert.deepEqual(await bench.names('Output XML/100% (ü)+/'), ['Output XML/100% (ü)+/book.zip'])
    },

    'keeps the two Unicode forms of a name apart': async (bench) => {
      if (bench.subject.mergesUnicodeForms !== undefined) skip(bench.subject.mergesUnicodeForms)
      await bench.upload(NFC, 'composed')
      assert.equal(await bench.storage.stat(bench.key(NFD)), undefined)
      await bench.upload(NFD, 'decomposed')
      assert.deepEqual(await bench.names(), [NFD, NFC])
      assert.equal(String(await bench.read(NFC)), 'composed')
      assert.equal(String(await bench.read(NFD)), 'decomposed')
    },
  },
}

function roundTrip(name: string) {
  return async (bench: StorageBench): Promise<void> => {
    const uploaded = await bench.upload(name, `content of ${name}`)
    assert.equal(uploaded.key, bench.key(name))
    await expectThere(bench, name)
    await bench.storage.remove(bench.key(name))
    assert.equal(await bench.storage.stat(bench.key(name)), undefined)
  }
}

function roundTripOrRefuse(name: string) {
  return async (bench: StorageBench): Promise<void> => {
    const refusal = await bench.upload(name, `content of ${name}`).then(
      () => undefined,
      (error) => bench.rejects(Promise.reject(error), 'unsupported'),
    )
    if (refusal === undefined) await expectThere(bench, name)
    else assert.deepEqual(await bench.names().catch(() => []), [])
  }
}

async function expectThere(bench: StorageBench, name: string): Promise<void> {
  assert.equal((await bench.stat(name)).key, bench.key(name))
  assert.deepEqual(await bench.names(), [name])
  assert.equal(String(await bench.read(name)), `content of ${name}`)
}

function shown(name: string): string {
  return JSON.stringify(name.length > 40 ? `${name.slice(0, 40)}…` : name)
}
