import { createHash, randomBytes } from 'node:crypto'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type ErrorCode, errorCode, type Storage, StorageError, type StoredObject, toError } from '@rittdoc-batch/core'
import { checkClock, type Written } from './check-clock.ts'
import type { Check, Examination, Found } from './examination.ts'
import { scratchKey, standingFolder } from './package-place.ts'

/** How long clearing away may take when something has gone wrong, in milliseconds. */
const CLEAR_MS = 5_000
/** Causes after which a put has changed nothing for certain. */
const NOTHING_PUT: readonly ErrorCode[] = ['denied', 'not_found', 'host_key', 'full', 'exists', 'unsupported']

/** Where packages go. */
export interface PackagePlace {
  readonly output: Storage
  /** The folder of some publisher's packages, whether it is there yet or not. */
  readonly folder: string
  /** Whether requests are signed with the time, so that a wrong clock makes them fail. */
  readonly signsRequests: boolean
}

/** Does with a small object what a run does with a package, step by step, and leaves nothing behind however it ends. */
export async function checkPackages(examination: Examination, place: PackagePlace): Promise<void> {
  const { output } = place
  let folder = ''
  const found = await examination.check({
    name: 'packages',
    area: 'storage',
    async look(signal) {
      folder = await standingFolder(output, place.folder, signal)
      const isThere = folder === place.folder
      return `${output.locate(place.folder)}${isThere ? '' : ` (not there yet, looking at ${output.locate(folder)})`}`
    },
  })
  if (!found) return
  const local = await mkdtemp(join(tmpdir(), 'rittdoc-doctor-'))
  try {
    await new Scratch(examination, { ...place, key: scratchKey(folder), local }).run()
  } finally {
    await rm(local, { recursive: true, force: true })
  }
}

interface ScratchPlace extends PackagePlace {
  readonly key: string
  /** A folder of this machine for what is put and read back. */
  readonly local: string
}

/** One small object on its way through the storage. */
class Scratch {
  readonly #examination: Examination
  readonly #place: ScratchPlace
  #object: StoredObject | undefined
  #written: Written | undefined
  #mayStand = false

  constructor(examination: Examination, place: ScratchPlace) {
    this.#examination = examination
    this.#place = place
  }

  async run(): Promise<void> {
    try {
      for (const step of [this.#put(), this.#stat(), this.#replace(), this.#readBack(), this.#remove()])
        if (!(await this.#examination.check(step))) break
    } finally {
      await this.#clear()
    }
    const { signsRequests } = this.#place
    if (this.#written && !this.#examination.isStopped)
      await this.#examination.check(checkClock('clock', this.#written, signsRequests))
  }

  #step(name: string, right: string, look: Check['look']): Check {
    const cure = (code: ErrorCode) => (code === 'denied' ? `This login needs the right to ${right}` : undefined)
    return { name, area: 'storage', cure, look }
  }

  #put(): Check {
    return this.#step('put', 'write there (s3:PutObject on S3)', async (signal) => {
      const before = Date.now()
      this.#object = await this.#upload('first', 1_000, signal)
      this.#written = { object: this.#object, before, after: Date.now() }
      return this.#place.output.locate(this.#place.key)
    })
  }

  #stat(): Check {
    return this.#step('stat', 'look at it (s3:GetObject on S3)', async (signal) => {
      const { output, key } = this.#place
      const seen = await output.stat(key, { signal })
      if (seen?.version === this.#object?.version) return `${seen?.sizeBytes} bytes, as put`
      throw new StorageError('corrupt', `${output.locate(key)} is not what was put there a moment ago`)
    })
  }

  #replace(): Check {
    return this.#step('replace', 'replace what it has put there', async (signal) => {
      this.#object = await this.#upload('second', 70_000, signal)
      return `${this.#object.sizeBytes} bytes in its place`
    })
  }

  #readBack(): Check {
    return this.#step('read back', 'read there (s3:GetObject on S3)', async (signal) => {
      const { output, key, local } = this.#place
      if (this.#object === undefined) throw new StorageError('not_found', 'Nothing was put')
      const { sha256 } = await output.download(this.#object, join(local, 'back'), { signal })
      if (sha256 === this.#sha256) return 'the same bytes'
      throw new StorageError(
        'corrupt',
        `${output.locate(key)} came back with other bytes. Do not use this storage as it is`,
      )
    })
  }

  /** A run removes nothing, so not being allowed to is no failure. */
  #remove(): Check {
    return this.#step('remove', 'remove', async (signal): Promise<Found> => {
      const { output, key } = this.#place
      try {
        await output.remove(key, { signal })
        this.#mayStand = false
        return 'nothing is left'
      } catch (error) {
        if (errorCode(error) !== 'denied') throw error
        this.#mayStand = false
        return {
          warning: `${toError(error).message}. A run does not need this right (s3:DeleteObject on S3); remove ${output.locate(key)} by hand`,
        }
      }
    })
  }

  #sha256 = ''

  async #upload(name: string, sizeBytes: number, signal: AbortSignal): Promise<StoredObject> {
    const { output, key, local } = this.#place
    const bytes = randomBytes(sizeBytes)
    this.#sha256 = createHash('sha256').update(bytes).digest('hex')
    await writeFile(join(local, name), bytes)
    const stoodBefore = this.#mayStand
    this.#mayStand = true
    try {
      return await output.upload(join(local, name), key, { signal })
    } catch (error) {
      this.#mayStand = stoodBefore || !NOTHING_PUT.includes(errorCode(error))
      throw error
    }
  }

  /** Takes away what stands there after all, and what unfinished uploads left; in a time of its own. */
  async #clear(): Promise<void> {
    const { output, key } = this.#place
    const signal = AbortSignal.timeout(CLEAR_MS)
    try {
      if (this.#mayStand) await output.remove(key, { signal })
      await output.sweep(key, { signal })
    } catch (error) {
      if (!this.#mayStand) return
      const text = `${output.locate(key)} may have been left: ${toError(error).message}. Remove it by hand; the next look from this machine does so too`
      this.#examination.add({ check: 'clean-up', area: 'storage', verdict: 'warn', text, ms: 0 })
    }
  }
}
