export { shareRgw as setup } from './rgw/share-rgw.ts'
