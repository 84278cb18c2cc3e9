import { ConvertError, toError } from '@rittdoc-batch/core'

/** Thrown by who reads a file's text, through the archive: the zip is not at fault. */
export class UnreadableText extends Error {
  override readonly name: string = 'UnreadableText'
}

/** The book cannot be read because its bytes are damaged. */
export function corruptBook(what: string, cause?: unknown): ConvertError {
  return new ConvertError('input', `${what}. The file is damaged or incomplete: ask for it to be delivered again.`, {
    reason: 'corrupt',
    cause,
  })
}

/** The book asks for more than any real book does. */
export function oversizedBook(what: string): ConvertError {
  return new ConvertError(
    'input',
    `${what}. No real book looks like that (a zip bomb does): check where it came from.`,
    {
      reason: 'limit',
    },
  )
}

/** The book is protected against reading. */
export function encryptedBook(what: string): ConvertError {
  return new ConvertError('input', `${what}. Ask the publisher for a copy without protection (DRM).`, {
    reason: 'encrypted',
  })
}

/** What yauzl or zlib threw, as an error about the book; errors of this project pass unchanged. */
export function archiveError(error: unknown): Error {
  if (error instanceof ConvertError || error instanceof UnreadableText) return error
  if (error instanceof RangeError && !('code' in error)) return error // of V8, about what is made of the text
  const cause = toError(error)
  if (/encrypt/i.test(cause.message)) return encryptedBook('The zip is encrypted')
  if (/compression method|multi-disk/i.test(cause.message)) {
    return new ConvertError('input', `The zip cannot be read: ${cause.message}. Pack the book again with DEFLATE.`, {
      reason: 'unsupported',
      cause,
    })
  }
  if (/signature not found/i.test(cause.message)) {
    return corruptBook('The file is not an ePub: it is no zip, or it was cut off', cause)
  }
  return corruptBook(`The zip cannot be read: ${cause.message}`, cause)
}
