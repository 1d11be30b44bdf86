/* One epoll loop: accepts, reads once an event, answers, sends once. */
#define _GNU_SOURCE
#include "floor.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

static void fail(const char *call) {
    perror(call);
    exit(1);
}

/* All loops listen on one port; the first chooses and prints it. */
static int listen_shared(struct options *options) {
    static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
    pthread_mutex_lock(&lock);
    static bool announced = false;
    int one = 1, listener = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &one, sizeof one);
    setsockopt(listener, SOL_SOCKET, SO_REUSEPORT, &one, sizeof one);
    setsockopt(listener, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one); /* inherited by what it accepts */
    struct sockaddr_in address = {
        .sin_family = AF_INET, .sin_port = htons(options->port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t length = sizeof address;
    if (bind(listener, (struct sockaddr *)&address, length) || listen(listener, 4096)) fail("listen");
    getsockname(listener, (struct sockaddr *)&address, &length);
    options->port = ntohs(address.sin_port);
    if (!announced) printf("%d\n", options->port), fflush(stdout), announced = true;
    pthread_mutex_unlock(&lock);
    return listener;
}

static void end(struct connection *connection) {
    if (connection->http2) nghttp2_session_del(connection->http2);
    if (connection->tls) SSL_shutdown(connection->tls), SSL_free(connection->tls);
    close(connection->socket);
    free(connection->held);
    free(connection);
}

static void accept_all(int poll, int listener, const struct options *options) {
    for (;;) {
        int accepted = accept4(listener, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC);
        if (accepted < 0) return;
        struct connection *connection = calloc(1, sizeof *connection);
        connection->socket = accepted;
        if (options->tls) {
            connection->tls = SSL_new(options->tls);
            SSL_set_fd(connection->tls, accepted);
            SSL_set_accept_state(connection->tls);
        }
        if (options->speaks_http2) http2_begin(connection);
        struct epoll_event event = {.events = EPOLLIN | EPOLLRDHUP, .data.ptr = connection};
        if (epoll_ctl(poll, EPOLL_CTL_ADD, accepted, &event)) fail("epoll_ctl");
    }
}

/* The tail of an incomplete request goes before what is read next. */
static size_t restore(struct connection *connection, char *in) {
    size_t bytes = connection->held_bytes;
    if (bytes) memcpy(in, connection->held, bytes);
    connection->held_bytes = 0;
    return bytes;
}

static void hold(struct connection *connection, const char *tail, size_t bytes) {
    if (!bytes) return;
    connection->held = realloc(connection->held, bytes);
    connection->held_bytes = bytes;
    memcpy(connection->held, tail, bytes);
}

/* False: the connection is over. */
static bool serve(struct connection *connection, struct buffers *buffers, const struct options *options) {
    size_t bytes = restore(connection, buffers->in);
    ssize_t count = transport_read(connection, buffers->in + bytes, sizeof buffers->in - bytes);
    if (count < 0 && errno == EAGAIN) {
        hold(connection, buffers->in, bytes);
        return true;
    }
    if (count <= 0) return false;
    bytes += count;
    buffers->out_bytes = 0;
    if (connection->http2) {
        if (!http2_receive(connection, buffers, bytes)) return false;
    } else {
        ssize_t taken = http1_receive(buffers, bytes, options->database);
        if (taken < 0) return false;
        hold(connection, buffers->in + taken, bytes - taken);
    }
    return !buffers->out_bytes || transport_write(connection, buffers->out, buffers->out_bytes);
}

void *run_loop(void *argument) {
    struct options *options = argument;
    static __thread struct buffers buffers;
    if (options->database) database_begin(options->database);
    int listener = listen_shared(options), poll = epoll_create1(EPOLL_CLOEXEC);
    struct epoll_event event = {.events = EPOLLIN, .data.ptr = NULL}, ready[256];
    if (epoll_ctl(poll, EPOLL_CTL_ADD, listener, &event)) fail("epoll_ctl");
    for (;;) {
        int count = epoll_wait(poll, ready, 256, -1);
        for (int i = 0; i < count; i++) {
            struct connection *connection = ready[i].data.ptr;
            if (!connection) accept_all(poll, listener, options);
            else if (!serve(connection, &buffers, options)) end(connection);
        }
    }
}
