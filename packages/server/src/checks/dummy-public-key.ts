/**
 * A public key whose private half was never kept: signatures of unknown consumers are judged with
 * it, so that they cost as much as those of known ones, and none is right.
 */
export const DUMMY_PUBLIC_KEY = `-----BEGIN PUBLIC KEY-----
MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAqS3r2rkcP0AJLs3NuQqp
OC/odK3X1fh9QsKOkYOhOmD5ZbkaYrHJEpp7KpzpYWiO5QCXeS7qHryCXM3a1a6r
dU8JlTHK5zLe8N8vj9ruR2FGqxU8fSfynBvZPCLs6SqZasRb6nAe98cYKzp0fKrJ
jBWxcByqZ1iWpzBWAjayfsoLyVHLAW+yWbSvcByMAcckBRFfHcMClRXNFUEeab3M
hq7q0UaqaBIENN101aVZEVjPmlRFn2lUQsG79QRnfwX9Ea6rJ9uZ2HGuqvYHDNtQ
ub62EWyouamM6G/7rh7BXkn6/9kxkxs0JE+LkYdUBgXzUdboYRc0qFteSglnduyX
AwIDAQAB
-----END PUBLIC KEY-----
`
