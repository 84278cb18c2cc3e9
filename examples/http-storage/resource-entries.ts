import { type Entry, StorageError, type StoredObject } from '@rittdoc-batch/core'
import type { Resource } from './multistatus.ts'

/**
 * What lies in a folder, in the order of a listing: byte order of the keys.
 * @param folder its key
 * @param url its URL
 * @param resources what the server tells of it, itself included
 * @throws StorageError `corrupt` when the server speaks of something else, as one behind a proxy that changes paths may
 */
export function entriesOf(folder: string, url: string, resources: readonly Resource[]): Entry[] {
  const own = decoded(url)
  const found = resources.map((resource) => {
    const href = (URL.parse(resource.href, url)?.href ?? '').replace(/\/$/, '')
    const cut = href.lastIndexOf('/') + 1
    return { resource, url: `${decoded(href)}/`, parent: decoded(href.slice(0, cut)), segment: href.slice(cut) }
  })
  // Nothing may look like an empty folder.
  if (!found.some(({ url }) => url === own))
    throw new StorageError('corrupt', `The server does not speak of ${url} when it is asked`)
  return found
    .filter(({ parent }) => parent === own)
    .map(({ resource, segment }) => asEntry(folder, segment, resource))
    .sort((a, b) => Buffer.compare(Buffer.from(a.key), Buffer.from(b.key)))
}

/** A file by its key. */
export function asObject(key: string, { sizeBytes, modifiedAt, version }: Resource): StoredObject {
  const unreadable = version === '' ? { unreadable: 'the server tells no ETag' } : {}
  return { key, sizeBytes, modifiedAt, version, ...unreadable }
}

function asEntry(folder: string, segment: string, resource: Resource): Entry {
  try {
    const key = folder + decodeURIComponent(segment)
    if (resource.isFolder) return { kind: 'prefix', key: `${key}/` }
    return { kind: 'object', ...asObject(key, resource) }
  } catch {
    return { kind: 'object', ...asObject(folder + segment, resource), unreadable: 'its name is not UTF-8' }
  }
}

/** A URL as it can be compared: servers differ in what they encode. */
function decoded(url: string): string {
  try {
    return decodeURIComponent(url)
  } catch {
    return url // a name that is not UTF-8
  }
}
