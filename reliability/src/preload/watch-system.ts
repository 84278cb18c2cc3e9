import children from 'node:child_process'
import fs from 'node:fs'
import { syncBuiltinESMExports } from 'node:module'
import { watchMethod } from './watch-method.ts'

const CALLS = ['mkdir', 'mkdtemp', 'open', 'rename', 'rm', 'unlink']
const OF_FILE = ['write', 'writev', 'sync']

/** Calls of the operating system that change something: files, and programs that are started. */
export async function watchSystem(): Promise<void> {
  const file = await fs.promises.open(import.meta.filename)
  const prototype: unknown = Object.getPrototypeOf(file)
  await file.close()
  if (typeof prototype !== 'object' || prototype === null) throw new TypeError('Expected files to have a class')
  for (const name of OF_FILE) watchMethod(prototype, name, `file.${name}`)
  for (const name of CALLS) watchMethod(fs.promises, name, `fs.${name}`)
  watchMethod(children, 'spawn', 'process.spawn')
  syncBuiltinESMExports() // those who import the functions by name get the watched ones too
}
