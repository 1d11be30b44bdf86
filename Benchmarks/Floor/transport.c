/* The socket, in clear or through OpenSSL sitting on the descriptor (SSL_set_fd), which is the cheapest way it has. */
#include "floor.h"

#include <errno.h>
#include <openssl/err.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

static int choose_protocol(SSL *tls, const uint8_t **chosen, uint8_t *chosen_bytes, const uint8_t *offered,
                           unsigned offered_bytes, void *speaks_http2) {
    (void)tls;
    const char *name = speaks_http2 ? "\x02h2" : "\x08http/1.1";
    if (SSL_select_next_proto((uint8_t **)chosen, chosen_bytes, (const uint8_t *)name, strlen(name), offered,
                              offered_bytes) != OPENSSL_NPN_NEGOTIATED)
        return SSL_TLSEXT_ERR_NOACK;
    return SSL_TLSEXT_ERR_OK;
}

SSL_CTX *tls_context(const char *certificate, const char *key, bool speaks_http2) {
    SSL_CTX *context = SSL_CTX_new(TLS_server_method());
    SSL_CTX_set_min_proto_version(context, TLS1_2_VERSION);
    SSL_CTX_set_mode(context, SSL_MODE_RELEASE_BUFFERS);
    SSL_CTX_set_num_tickets(context, 1); /* a second ticket would cost ten percent of a handshake */
    SSL_CTX_set_session_cache_mode(context, SSL_SESS_CACHE_OFF);
    SSL_CTX_set_alpn_select_cb(context, choose_protocol, speaks_http2 ? context : NULL);
    if (SSL_CTX_use_certificate_chain_file(context, certificate) != 1 ||
        SSL_CTX_use_PrivateKey_file(context, key, SSL_FILETYPE_PEM) != 1) {
        ERR_print_errors_fp(stderr);
        exit(1);
    }
    return context;
}

ssize_t transport_read(struct connection *connection, char *bytes, size_t count) {
    if (!connection->tls) return read(connection->socket, bytes, count);
    ERR_clear_error();
    int got = SSL_read(connection->tls, bytes, (int)count);
    if (got > 0) return got;
    bool waits = SSL_get_error(connection->tls, got) == SSL_ERROR_WANT_READ;
    errno = waits ? EAGAIN : ECONNRESET;
    return -1;
}

/* A client that does not read what it asked for is closed: load generators read, and nothing is kept for others. */
bool transport_write(struct connection *connection, const char *bytes, size_t count) {
    if (connection->tls) return SSL_write(connection->tls, bytes, (int)count) == (int)count;
    return send(connection->socket, bytes, count, MSG_NOSIGNAL) == (ssize_t)count;
}
