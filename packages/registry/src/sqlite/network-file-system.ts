import { statfs } from 'node:fs/promises'
import { dirname } from 'node:path'
import { RegistryError } from '@rittdoc-batch/core'

/** Magic numbers from the kernel's statfs(2): file systems whose locks do not reach over hosts as SQLite needs it. FUSE is
 *  not among them, because it also carries local disks. */
const NETWORK_TYPES: Readonly<Record<number, string>> = {
  26985: 'NFS',
  20859: 'SMB',
  4283649346: 'CIFS',
  4266872130: 'SMB2',
  12805120: 'Ceph',
  198183888: 'Lustre',
  1397113167: 'AFS',
  1799439955: 'AFS',
}

/**
 * Looks where the database lies, or will lie; its folder must exist.
 * @throws RegistryError `unsupported` when that is a network file system
 */
export async function expectLocalFileSystem(path: string): Promise<void> {
  const { type } = await statfs(path).catch(() => statfs(dirname(path)))
  const name = networkFileSystem(type)
  if (name === undefined) return
  const message = `Could not use the registry ${path}: it lies on a network file system (${name}), where SQLite databases get damaged. Set registry_db to a path on a local disk`
  throw new RegistryError('unsupported', message)
}

/** Name of a network file system by the type that statfs tells; undefined for local ones. */
export function networkFileSystem(type: number): string | undefined {
  return NETWORK_TYPES[type >>> 0] // some systems tell it as a signed number
}
