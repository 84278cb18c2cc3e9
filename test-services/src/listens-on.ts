import { connect } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'

/** Whether somebody accepts connections on a port of a host; waits a little when not, so that it may be asked in a loop. */
export async function listensOn(port: number, host: string): Promise<boolean> {
  const socket = connect(port, host)
  const isThere = await new Promise<boolean>((resolve) => {
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false))
  })
  socket.destroy()
  if (!isThere) await sleep(20)
  return isThere
}
