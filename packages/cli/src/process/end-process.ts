/** Work of Node's threads that an orderly exit waits for: calls of the file system, look-ups of names. */
const HELD_BY_THREAD = /^(FSReq|GetAddrInfo|GetNameInfo)/

/** Ends this process with its exit code; by SIGKILL where a thread may hang, on a dead network disk for example. */
export function endProcess(): void {
  if (process.getActiveResourcesInfo().some((name) => HELD_BY_THREAD.test(name))) process.kill(process.pid, 'SIGKILL')
  process.exit()
}
