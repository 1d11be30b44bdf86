/* handshakes PORT COUNT PATH [resume]: one connection after the other, each with one request, which must succeed.
 *
 * Ends each with a quiet shutdown: OpenSSL never resumes the session of an SSL that was freed without one. */
#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

static void fail(const char *what) {
    perror(what);
    ERR_print_errors_fp(stderr);
    exit(1);
}

static SSL *connected(SSL_CTX *context, int port, SSL_SESSION *session) {
    int one = 1, connection = socket(AF_INET, SOCK_STREAM, 0);
    struct sockaddr_in address = {
        .sin_family = AF_INET, .sin_port = htons(port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    if (connect(connection, (struct sockaddr *)&address, sizeof address)) fail("connect");
    setsockopt(connection, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
    SSL *tls = SSL_new(context);
    SSL_set_fd(tls, connection);
    if (session) SSL_set_session(tls, session);
    if (SSL_connect(tls) != 1) fail("SSL_connect");
    return tls;
}

/* One request; its answer brings the ticket along. */
static void ask(SSL *tls, const char *path) {
    char text[512];
    int count = snprintf(text, sizeof text, "GET %s HTTP/1.1\r\nHost: localhost\r\n\r\n", path);
    if (SSL_write(tls, text, count) != count || SSL_read(tls, text, sizeof text) < 12) fail("request");
    if (memcmp(text + 9, "200", 3)) fail("the answer is not 200");
}

int main(int count, char **words) {
    if (count < 4) return fprintf(stderr, "usage: handshakes PORT COUNT PATH [resume]\n"), 64;
    int port = atoi(words[1]), connections = atoi(words[2]), resumed = 0;
    SSL_CTX *context = SSL_CTX_new(TLS_client_method());
    SSL_SESSION *session = NULL;
    for (int i = 0; i < connections; i++) {
        SSL *tls = connected(context, port, session);
        ask(tls, words[3]);
        resumed += SSL_session_reused(tls);
        int descriptor = SSL_get_fd(tls);
        SSL_set_quiet_shutdown(tls, 1);
        SSL_shutdown(tls);
        SSL_SESSION_free(session);
        session = count > 4 ? SSL_get1_session(tls) : NULL;
        SSL_free(tls);
        close(descriptor);
    }
    printf("%d requests in all, %d resumed\n", connections, resumed);
    return count > 4 && resumed < connections - 1;
}
