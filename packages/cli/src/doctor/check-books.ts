import type { Layout, Storage } from '@rittdoc-batch/core'
import type { Check } from './examination.ts'

/** Entries that are looked at: a page of an object storage. */
const ENTRIES = 1_000

/** Where publishers' folders lie. */
export interface Books {
  readonly storage: Storage
  readonly layout: Layout
  readonly inputPrefix: string
}

/** Lists the beginning of the input prefix. `onPublisher` gets the key of the first publisher's folder. */
export function checkBooks({ storage, layout, inputPrefix }: Books, onPublisher: (prefix: string) => void): Check {
  const place = storage.locate(inputPrefix)
  return {
    name: 'books',
    area: 'storage',
    cure: (code) => CURES[code],
    async look(signal) {
      let [entries, publishers] = [0, 0]
      for await (const entry of storage.list(inputPrefix, { signal })) {
        if (entry.kind === 'prefix' && !layout.isOutputFolder(entry.key) && ++publishers === 1) onPublisher(entry.key)
        if (++entries === ENTRIES) break
      }
      if (publishers === 0) {
        return {
          warning: `no publisher's folder in ${place}. Books are looked for in ${place}<publisher>/; correct input_prefix, or wait for the first delivery`,
        }
      }
      const count = `${publishers} publisher folder${publishers === 1 ? '' : 's'}`
      return `${place}: ${count}${entries === ENTRIES ? ` among the first ${ENTRIES} entries` : ''}`
    },
  }
}

const CURES: Readonly<Record<string, string>> = {
  not_found: 'Make that folder, or correct input_prefix',
  denied: 'This login needs the right to list there (s3:ListBucket on S3)',
}
