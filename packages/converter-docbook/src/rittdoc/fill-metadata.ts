import { ConvertError, type MetadataDefaults } from '@rittdoc-batch/core'
import type { Metadata } from '../tree/book.ts'

/** Fills in what the book is silent about; what it says always stands. */
export function fillMetadata(metadata: Metadata, defaults: MetadataDefaults = {}): Metadata {
  const hasPeople = metadata.authors.length + metadata.editors.length > 0
  const authors = hasPeople || defaults.author === undefined ? metadata.authors : [{ surname: defaults.author }]
  return {
    ...metadata,
    authors,
    isbn: metadata.isbn ?? defaults.isbn,
    title: metadata.title ?? defaults.title,
    publisher: metadata.publisher ?? defaults.publisher,
    pubdate: metadata.pubdate ?? defaults.pubdate,
  }
}

/** @throws ConvertError `input` naming the required fields that neither the book nor the configuration states */
export function expectMetadata(metadata: Metadata, required: readonly (keyof MetadataDefaults)[] = []): void {
  const has = (field: keyof MetadataDefaults) =>
    field === 'author' ? metadata.authors.length + metadata.editors.length > 0 : metadata[field] !== undefined
  const missing = required.filter((field) => !has(field))
  if (missing.length === 0) return
  const message = `The book does not state its ${missing.join(', ')}, which converter.require asks for. Set it under converter.metadata, or have the book corrected`
  throw new ConvertError('input', message, { reason: 'missing_metadata' })
}
