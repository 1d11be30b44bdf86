#ifndef EVERGRANT_CCURL_H
#define EVERGRANT_CCURL_H

#include <curl/curl.h>
#include <string.h>

/* curl_easy_setopt and curl_easy_getinfo are variadic, which Swift does not import: one function for each kind. */
static inline CURLcode CCurl_setLong(CURL *handle, CURLoption option, long value) {
    return curl_easy_setopt(handle, option, value);
}

/* libcurl copies the text. */
static inline CURLcode CCurl_setText(CURL *handle, CURLoption option, const char *value) {
    return curl_easy_setopt(handle, option, value);
}

/* libcurl keeps the list: it must outlive the transfer. */
static inline CURLcode CCurl_setList(CURL *handle, CURLoption option, struct curl_slist *value) {
    return curl_easy_setopt(handle, option, value);
}

/* The buffer has CURL_ERROR_SIZE bytes and outlives the handle. */
static inline CURLcode CCurl_setErrorBuffer(CURL *handle, char *buffer) {
    return curl_easy_setopt(handle, CURLOPT_ERRORBUFFER, buffer);
}

static inline long CCurl_responseCode(CURL *handle) {
    long code = 0;
    return curl_easy_getinfo(handle, CURLINFO_RESPONSE_CODE, &code) == CURLE_OK ? code : 0;
}

static inline CURLcode CCurl_initialize(void) { return curl_global_init(CURL_GLOBAL_DEFAULT); }

/* What is left to send. libcurl asks for it piece by piece, through a function pointer. */
typedef struct {
    const unsigned char *bytes;
    size_t count;
} CCurl_Upload;

static inline size_t CCurl_readUpload(char *buffer, size_t size, size_t items, void *context) {
    CCurl_Upload *upload = context;
    size_t room = size * items;
    size_t count = upload->count < room ? upload->count : room;
    memcpy(buffer, upload->bytes, count);
    upload->bytes += count;
    upload->count -= count;
    return count;
}

/* Both the bytes and the upload outlive the transfer. */
static inline CURLcode CCurl_setUpload(CURL *handle, CCurl_Upload *upload) {
    CURLcode result = curl_easy_setopt(handle, CURLOPT_READFUNCTION, CCurl_readUpload);
    if (result == CURLE_OK) result = curl_easy_setopt(handle, CURLOPT_READDATA, upload);
    if (result == CURLE_OK) result = curl_easy_setopt(handle, CURLOPT_INFILESIZE_LARGE, (curl_off_t)upload->count);
    if (result == CURLE_OK) result = curl_easy_setopt(handle, CURLOPT_UPLOAD, 1L);
    return result;
}

/* What a server sends where no mail is read goes nowhere; the default would be our standard output. */
static inline size_t CCurl_discard(char *buffer, size_t size, size_t items, void *context) {
    (void)buffer;
    (void)context;
    return size * items;
}

static inline CURLcode CCurl_setDiscard(CURL *handle) {
    return curl_easy_setopt(handle, CURLOPT_WRITEFUNCTION, CCurl_discard);
}

#endif
