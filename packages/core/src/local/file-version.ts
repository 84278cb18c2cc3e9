/** The version of a local file: size and modification time. Not the inode or ctime, which a rename or chmod changes. */
export function fileVersion(info: { readonly size: bigint; readonly mtimeNs: bigint }): string {
  return `${info.size}-${info.mtimeNs}`
}
