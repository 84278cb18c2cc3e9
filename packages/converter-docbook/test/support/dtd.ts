import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const ROOT = fileURLToPath(new URL('../../../../', import.meta.url))
/** Where the DTD of the packages lies, if it is on this machine. */
export const RITTDOC_DTD = `${ROOT}../shared/rittdoc-dtd/RittDocBook.dtd`
const DOCBOOK = '/usr/share/xml/docbook/schema/dtd/4.5/docbookx.dtd'

/** Why packages cannot be validated here; undefined when they can. */
export const whyNoDtd: string | undefined = !existsSync(RITTDOC_DTD)
  ? 'the RittDoc DTD is not on this machine'
  : spawnSync('xmllint', ['--version']).status !== 0
    ? 'xmllint is not installed'
    : undefined

/** What the two DTDs say against the unpacked package in a folder; empty when it is valid. */
export function dtdProblems(folder: string): string[] {
  const dtds = existsSync(DOCBOOK) ? [RITTDOC_DTD, DOCBOOK] : [RITTDOC_DTD]
  return dtds.flatMap((dtd) => {
    const args = ['--nonet', '--noout', '--noent', '--dtdvalid', dtd, 'Book.XML']
    const { status, stderr } = spawnSync('xmllint', args, { cwd: folder, encoding: 'utf8' })
    return status === 0 ? [] : stderr.split('\n').slice(0, 5)
  })
}
