/* HTTP/1.1: finds the end of each head and skips the body that Content-Length announces. */
#include "floor.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

/* The bytes of one request, 0 when it is incomplete: one pass, line by line. */
static size_t request_bytes(const char *request, size_t in_bytes) {
    static const char name[] = "Content-Length:";
    const char *end = request + in_bytes, *line = request;
    size_t body = 0;
    while ((line = memchr(line, '\n', end - line)) && ++line < end) {
        if ((*line | 0x20) == 'c' && end - line > (ssize_t)sizeof name && !strncasecmp(line, name, sizeof name - 1))
            body = strtoul(line + sizeof name - 1, NULL, 10);
        if (end - line < 2 || line[0] != '\r' || line[1] != '\n') continue;
        size_t total = line + 2 - request + body;
        return total <= in_bytes ? total : 0;
    }
    return 0;
}

ssize_t http1_receive(struct buffers *buffers, size_t in_bytes, bool asks_database) {
    size_t taken = 0, bytes;
    while (taken < in_bytes && (bytes = request_bytes(buffers->in + taken, in_bytes - taken))) {
        if (buffers->out_bytes + answer_bytes > sizeof buffers->out) return -1;
        if (asks_database && !database_find(buffers->in + taken, bytes)) return -1;
        memcpy(buffers->out + buffers->out_bytes, answer, answer_bytes);
        buffers->out_bytes += answer_bytes;
        taken += bytes;
    }
    return taken == 0 && in_bytes == sizeof buffers->in ? -1 : (ssize_t)taken;
}
