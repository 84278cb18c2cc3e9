/** Storage classes whose objects must be restored before they can be read. */
const ARCHIVED = new Set(['GLACIER', 'DEEP_ARCHIVE'])

/** Why an object of a storage class cannot be read; undefined when it can. */
export function whyUnreadable(storageClass: string | undefined, isRestored: boolean): string | undefined {
  if (storageClass === undefined || !ARCHIVED.has(storageClass) || isRestored) return undefined
  return `it is archived (${storageClass}) and must be restored first`
}
