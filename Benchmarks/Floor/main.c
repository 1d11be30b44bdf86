/* floor [--port N] [--loops N] [--tls CERTIFICATE KEY] [--h2] [--database CONNECTION]
 * prints its port once it listens, and serves until it is killed. */
#include "floor.h"

#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

char answer[512];
size_t answer_bytes;

const uint8_t *answer_body(void) { return (const uint8_t *)answer + answer_bytes - BODY_BYTES; }

static void write_answer(void) {
    int head = snprintf(answer, sizeof answer,
                        "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n", BODY_BYTES);
    char *body = answer + head;
    memset(body, 'x', BODY_BYTES);
    memcpy(body, "{\"keys\":\"", 9);
    memcpy(body + BODY_BYTES - 2, "\"}", 2);
    answer_bytes = (size_t)head + BODY_BYTES;
}

static struct options parse(int count, char **words) {
    struct options options = {.loops = 1};
    const char *certificate = NULL, *key = NULL;
    for (int i = 1; i < count; i++) {
        if (!strcmp(words[i], "--h2")) options.speaks_http2 = true;
        else if (!strcmp(words[i], "--port") && i + 1 < count) options.port = atoi(words[++i]);
        else if (!strcmp(words[i], "--loops") && i + 1 < count) options.loops = atoi(words[++i]);
        else if (!strcmp(words[i], "--database") && i + 1 < count) options.database = words[++i];
        else if (!strcmp(words[i], "--tls") && i + 2 < count) certificate = words[++i], key = words[++i];
        else {
            fputs("floor [--port N] [--loops N] [--tls CERTIFICATE KEY] [--h2] [--database CONNECTION]\n", stderr);
            exit(64);
        }
    }
    if (certificate) options.tls = tls_context(certificate, key, options.speaks_http2);
    return options;
}

int main(int count, char **words) {
    signal(SIGPIPE, SIG_IGN);
    struct options options = parse(count, words);
    write_answer();
    for (int i = 1; i < options.loops; i++) {
        pthread_t thread;
        pthread_create(&thread, NULL, run_loop, &options);
    }
    run_loop(&options);
}
