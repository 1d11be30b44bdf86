/* HTTP/2 as nghttp2's memory interface gives it: all answers of one readable event leave in one send. */
#include "floor.h"

#include <string.h>

static ssize_t give_body(nghttp2_session *session, int32_t stream, uint8_t *into, size_t room, uint32_t *flags,
                         nghttp2_data_source *source, void *user) {
    (void)session, (void)stream, (void)source, (void)user;
    if (room < BODY_BYTES) return NGHTTP2_ERR_TEMPORAL_CALLBACK_FAILURE;
    memcpy(into, answer_body(), BODY_BYTES);
    *flags |= NGHTTP2_DATA_FLAG_EOF;
    return BODY_BYTES;
}

#define FIELD(NAME, VALUE) \
    {(uint8_t *)(NAME), (uint8_t *)(VALUE), sizeof(NAME) - 1, sizeof(VALUE) - 1, \
     NGHTTP2_NV_FLAG_NO_COPY_NAME | NGHTTP2_NV_FLAG_NO_COPY_VALUE}

static int on_frame(nghttp2_session *session, const nghttp2_frame *frame, void *user) {
    (void)user;
    static const nghttp2_nv fields[] = {
        FIELD(":status", "200"), FIELD("content-type", "application/json"), FIELD("content-length", "300")};
    bool is_message = frame->hd.type == NGHTTP2_HEADERS || frame->hd.type == NGHTTP2_DATA;
    if (!is_message || !(frame->hd.flags & NGHTTP2_FLAG_END_STREAM)) return 0;
    nghttp2_data_provider body = {.read_callback = give_body};
    return nghttp2_submit_response(session, frame->hd.stream_id, fields, 3, &body);
}

bool http2_begin(struct connection *connection) {
    static __thread nghttp2_session_callbacks *callbacks;
    if (!callbacks) {
        nghttp2_session_callbacks_new(&callbacks);
        nghttp2_session_callbacks_set_on_frame_recv_callback(callbacks, on_frame);
    }
    nghttp2_session_server_new(&connection->http2, callbacks, connection);
    nghttp2_settings_entry settings[] = {{NGHTTP2_SETTINGS_MAX_CONCURRENT_STREAMS, 128}};
    return nghttp2_submit_settings(connection->http2, NGHTTP2_FLAG_NONE, settings, 1) == 0;
}

bool http2_receive(struct connection *connection, struct buffers *buffers, size_t in_bytes) {
    ssize_t taken = nghttp2_session_mem_recv(connection->http2, (uint8_t *)buffers->in, in_bytes);
    if (taken != (ssize_t)in_bytes) return false;
    for (;;) {
        const uint8_t *bytes;
        ssize_t count = nghttp2_session_mem_send(connection->http2, &bytes);
        if (count < 0 || buffers->out_bytes + count > sizeof buffers->out) return false;
        if (count == 0) break;
        memcpy(buffers->out + buffers->out_bytes, bytes, count);
        buffers->out_bytes += count;
    }
    return nghttp2_session_want_read(connection->http2) || nghttp2_session_want_write(connection->http2);
}
