import { mkdir, mkdtemp, open, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { endChild, startChild } from '../child-program.ts'
import { freePort } from '../free-port.ts'
import { listensOn } from '../listens-on.ts'
import { LIGHTTPD } from './install-webdav.ts'

const HOST = '127.0.0.1'
const USERNAME = 'books'
const PASSWORD = 'pass:word of the WebDAV server'
const START_DEADLINE_MS = 15_000

/** A WebDAV server on loopback, for one user. */
export interface WebDav {
  /** URL of the folder that the server serves, ending in `/`. */
  readonly url: string
  readonly username: string
  readonly password: string
  /** That folder, on this machine. */
  readonly root: string
  /** Ends it and removes the folder. */
  stop(): Promise<void>
}

/** Starts a WebDAV server on a free port of loopback. Ask {@link whyNoWebDav} first. */
export async function startWebDav(): Promise<WebDav> {
  const folder = await mkdtemp(join(tmpdir(), 'webdav-'))
  const root = join(folder, 'root')
  await mkdir(join(root, 'dav'), { recursive: true })
  const port = await freePort()
  await writeFile(join(folder, 'users'), `${USERNAME}:${PASSWORD}\n`)
  await writeFile(join(folder, 'lighttpd.conf'), configuration(folder, port))
  const log = await open(join(folder, 'log'), 'a')
  const child = startChild(LIGHTTPD, ['-D', '-f', join(folder, 'lighttpd.conf')], log.fd)
  const stop = async () => {
    await endChild(child)
    await log.close()
    await rm(folder, { recursive: true, force: true })
  }
  const deadline = Date.now() + START_DEADLINE_MS
  while (!(await listensOn(port, HOST))) {
    if (child.exitCode === null && child.signalCode === null && Date.now() < deadline) continue
    const why = await readFile(join(folder, 'log'), 'utf8')
    await stop()
    throw new Error(`Could not start lighttpd: ${why}`)
  }
  return { url: `http://${HOST}:${port}/dav/`, username: USERNAME, password: PASSWORD, root: join(root, 'dav'), stop }
}

function configuration(folder: string, port: number): string {
  return `
server.document-root = "${folder}/root"
server.bind = "${HOST}"
server.port = ${port}
server.upload-dirs = ("${folder}")
server.modules = ("mod_auth", "mod_authn_file", "mod_webdav")
webdav.activate = "enable"
mimetype.assign = ("" => "application/octet-stream") # files without a type get no ETag
auth.backend = "plain"
auth.backend.plain.userfile = "${folder}/users"
auth.require = ("/" => ("method" => "basic", "realm" => "books", "require" => "valid-user"))
`
}
