/* The least a server can do: what `make bench` compares Evergrant with. One fixed answer to every request.
 *
 * Small so that it can be checked by reading, and honest: it reads whole requests with their bodies, keeps connections
 * alive, answers pipelined requests in order, and sends all answers of one readable event at once. It has no limits, no
 * deadlines and no checks, which is what the comparison is about. */
#ifndef FLOOR_H
#define FLOOR_H

#include <nghttp2/nghttp2.h>
#include <openssl/ssl.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

enum { BUFFER_BYTES = 256 * 1024, BODY_BYTES = 300 };

/* What the command line chose. */
struct options {
    int port;             /* 0: any */
    int loops;            /* threads, each with a listener of its own (SO_REUSEPORT) */
    bool speaks_http2;    /* in clear by prior knowledge, over TLS by ALPN */
    SSL_CTX *tls;         /* NULL: in clear */
    const char *database; /* how libpq reaches it; only `pool` asks, and only over HTTP/1.1 */
};

struct connection {
    int socket;
    uint32_t held_bytes;      /* the incomplete tail of the last read, HTTP/1.1 only */
    char *held;
    SSL *tls;
    nghttp2_session *http2;
};

/* One per loop, shared by its connections: bytes that came in, and answers of the event at hand. */
struct buffers {
    char in[BUFFER_BYTES];
    char out[BUFFER_BYTES];
    size_t out_bytes;
};

extern char answer[512];      /* HTTP/1.1: head and body */
extern size_t answer_bytes;
extern const uint8_t *answer_body(void);

void *run_loop(void *options);

/* Answers every complete request in `in`; how many bytes they took, or -1 to close. */
ssize_t http1_receive(struct buffers *buffers, size_t in_bytes, bool asks_database);

bool http2_begin(struct connection *connection);
bool http2_receive(struct connection *connection, struct buffers *buffers, size_t in_bytes);

#ifdef WITH_DATABASE /* The program `pool`: each thread has a connection of its own, and waits for it. */
void database_begin(const char *settings);
bool database_find(const char *request, size_t bytes);
#else
static inline void database_begin(const char *settings) { (void)settings; }
static inline bool database_find(const char *request, size_t bytes) { return (void)request, bytes != 0; }
#endif

SSL_CTX *tls_context(const char *certificate, const char *key, bool speaks_http2);
/* As read(2) and write(2), in clear or through TLS; -1 with EAGAIN to wait. */
ssize_t transport_read(struct connection *connection, char *bytes, size_t count);
bool transport_write(struct connection *connection, const char *bytes, size_t count);

#endif
