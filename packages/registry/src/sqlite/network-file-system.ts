import { statfs } from 'node:fs/promises'
import { RegistryError } from '@rittdoc-batch/core'

/** Magic numbers from the kernel's statfs(2): file systems whose locks do not reach over hosts as SQLite needs it. FUSE is
 *  not among them, because it also carries local disks. */
const NETWORK_TYPES: Readonly<Record<number, string>> = {
  26985: 'NFS',
  20859: 'SMB',
  4283649346: 'CIFS',
  4266872130: 'SMB2',
  12805120: 'Ceph',
  1397113167: 'AFS',
  1799439955: 'AFS',
}
/** @throws RegistryError `unsupported` when the folder lies on a network file system */
export async function expectLocalFileSystem(folder: string): Promise<void> {
  const { type } = await statfs(folder)
  const name = NETWORK_TYPES[type >>> 0]
  if (name === undefined) return
  const message = `Could not use a registry in ${folder}: it lies on a network file system (${name}), where SQLite databases get damaged. Set registry_db to a path on a local disk, or to a postgres:// address`
  throw new RegistryError('unsupported', message)
}
