import { existsSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { rittdocBatch, tempDir } from './support/run-command.ts'
import { writeSmallEpub } from './support/small-epub.ts'

const RULE = "export const bookRule = (book) => { throw new Error('Acme sent this') }\n"

async function makeFolder(config: string): Promise<string> {
  const cwd = await tempDir()
  await writeSmallEpub(join(cwd, 'a.epub'))
  await writeFile(join(cwd, 'acme.mjs'), RULE)
  await writeFile(join(cwd, 'config.yaml'), `converter:\n${config}processing:\n  max_retries: 0\n`)
  return cwd
}

test('converter.rules names the rule for the books of a publisher, beside the configuration', async () => {
  const cwd = await makeFolder('  rules:\n    Acme: ./acme.mjs\n')
  const { code, stdout } = await rittdocBatch(cwd, 'convert', 'a.epub', '--publisher', 'Acme')
  expect(stdout).toContain('The rule for the books of Acme failed: Acme sent this')
  expect(code).toBe(3)
  expect((await rittdocBatch(cwd, 'convert', 'a.epub', '--publisher', 'Other')).code).toBe(0)
  expect(existsSync(join(cwd, 'Output/Other/a.zip'))).toBe(true)
})

test("a rule that is not there is told by doctor, and rules for a program of one's own are refused", async () => {
  const lost = await makeFolder('  rules:\n    Acme: ./gone.mjs\n')
  expect((await rittdocBatch(lost, 'doctor')).stdout).toMatch(/FAIL {2}converter {7}Could not read the rule for Acme: /)
  const program = await makeFolder('  type: command\n  command: [cp]\n  rules:\n    Acme: ./acme.mjs\n')
  const { code, stderr } = await rittdocBatch(program, 'doctor')
  expect(stderr).toContain('converter.rules')
  expect(code).toBe(2)
})
