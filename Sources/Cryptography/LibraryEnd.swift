internal import COpenSSL

/// Leaves what OpenSSL holds to the kernel when the process ends.
///
/// `exit` would have OpenSSL free it while other threads still read certificates or keys, and they would crash. Counts
/// only when nothing has used OpenSSL before.
package func keepOpenSSLUntilTheEnd() { OPENSSL_init_crypto(UInt64(OPENSSL_INIT_NO_ATEXIT), nil) }
