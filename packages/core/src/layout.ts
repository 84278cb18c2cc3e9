import { ConfigError } from './errors.ts'
import { folderName } from './rules/file-name.ts'

/** Where books lie and where their packages go, as plain rules over keys. */
export interface Layout {
  /** Folder of the output key for a source file: empty, or ending in `/`. The file's name is appended by the registry. */
  outputFolder(file: { readonly publisher: string; readonly key: string }): string
  /** Whether a folder (ending in `/`) holds packages, so that a scan does not enter it. */
  isOutputFolder(prefix: string): boolean
}

/** Options of {@link besideInput}. */
export interface BesideInputOptions {
  /** Prefix of the publishers' folders, with or without slashes at its ends. @default '' */
  readonly inputPrefix?: string | undefined
  /** Where the packages' tree begins; absent: the input prefix. For a separate output storage. */
  readonly outputPrefix?: string | undefined
  /** Name of the folder for packages: one folder, without slashes. @default 'Output XML' */
  readonly folderName?: string | undefined
}

/**
 * The documented layout: `{prefix}/{publisher}/…/book.pdf` becomes `{prefix}/{publisher}/Output XML/…/book.zip`,
 * with sub-folders mirrored.
 *
 * @throws ConfigError when `folderName` cannot name one folder
 */
export function besideInput(options: BesideInputOptions = {}): Layout {
  const input = normalisePrefix(options.inputPrefix ?? '')
  const output = options.outputPrefix === undefined ? input : normalisePrefix(options.outputPrefix)
  const folder = options.folderName ?? 'Output XML'
  if (['', '.', '..'].includes(folder) || folder.includes('/'))
    throw new ConfigError(`Expected folderName to be the name of one folder, got ${JSON.stringify(folder)}`)
  return {
    outputFolder({ publisher, key }) {
      const below = folderName(key).slice(`${input}${publisher}/`.length)
      return `${output}${publisher}/${folder}/${below}`
    },
    isOutputFolder(prefix) {
      const name = prefix.slice(0, -1)
      return name.slice(name.lastIndexOf('/') + 1).toLowerCase() === folder.toLowerCase()
    },
  }
}

/** The layout of the command-line mode: `{publisher}/book.zip` in the output storage, wherever the book lies. */
export function perPublisher(): Layout {
  return { outputFolder: ({ publisher }) => `${publisher}/`, isOutputFolder: () => false }
}

/** A prefix without a leading slash and with a trailing one; empty stays empty. */
export function normalisePrefix(prefix: string): string {
  const trimmed = prefix.replace(/^\/+|\/+$/g, '')
  return trimmed === '' ? '' : `${trimmed}/`
}
