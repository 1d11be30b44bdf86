#ifndef EVERGRANT_CCURL_H
#define EVERGRANT_CCURL_H

#include <curl/curl.h>
#include <dlfcn.h>
#include <string.h>

/* libcurl is loaded by whoever has mail to send: with all that it is linked to, loading it takes longer than the whole
   start of a server, which never sends any. */
typedef struct {
    __typeof__(&curl_global_init) globalInit;
    __typeof__(&curl_easy_init) easyInit;
    __typeof__(&curl_easy_cleanup) easyCleanup;
    __typeof__(&curl_easy_setopt) easySetOption;
    __typeof__(&curl_easy_getinfo) easyGetInfo;
    __typeof__(&curl_easy_perform) easyPerform;
    __typeof__(&curl_easy_strerror) easyErrorText;
    __typeof__(&curl_slist_append) listAppend;
    __typeof__(&curl_slist_free_all) listFree;
} CCurl_Library;

/* Nil when all is there, and else what dlopen or dlsym says. The library stays loaded. */
static inline const char *CCurl_load(CCurl_Library *library) {
    void *object = dlopen("libcurl.so.4", RTLD_NOW | RTLD_LOCAL);
    if (object == NULL) return dlerror();
    library->globalInit = (__typeof__(library->globalInit))dlsym(object, "curl_global_init");
    library->easyInit = (__typeof__(library->easyInit))dlsym(object, "curl_easy_init");
    library->easyCleanup = (__typeof__(library->easyCleanup))dlsym(object, "curl_easy_cleanup");
    library->easySetOption = (__typeof__(library->easySetOption))dlsym(object, "curl_easy_setopt");
    library->easyGetInfo = (__typeof__(library->easyGetInfo))dlsym(object, "curl_easy_getinfo");
    library->easyPerform = (__typeof__(library->easyPerform))dlsym(object, "curl_easy_perform");
    library->easyErrorText = (__typeof__(library->easyErrorText))dlsym(object, "curl_easy_strerror");
    library->listAppend = (__typeof__(library->listAppend))dlsym(object, "curl_slist_append");
    library->listFree = (__typeof__(library->listFree))dlsym(object, "curl_slist_free_all");
    return dlerror();
}

/* curl_easy_setopt and curl_easy_getinfo are variadic, which Swift does not import: one function for each kind. */
static inline CURLcode CCurl_setLong(const CCurl_Library *library, CURL *handle, CURLoption option, long value) {
    return library->easySetOption(handle, option, value);
}

/* libcurl copies the text. */
static inline CURLcode CCurl_setText(const CCurl_Library *library, CURL *handle, CURLoption option, const char *value) {
    return library->easySetOption(handle, option, value);
}

/* libcurl keeps the list: it must outlive the transfer. */
static inline CURLcode CCurl_setList(
    const CCurl_Library *library, CURL *handle, CURLoption option, struct curl_slist *value) {
    return library->easySetOption(handle, option, value);
}

/* The buffer has CURL_ERROR_SIZE bytes and outlives the handle. */
static inline CURLcode CCurl_setErrorBuffer(const CCurl_Library *library, CURL *handle, char *buffer) {
    return library->easySetOption(handle, CURLOPT_ERRORBUFFER, buffer);
}

static inline long CCurl_responseCode(const CCurl_Library *library, CURL *handle) {
    long code = 0;
    return library->easyGetInfo(handle, CURLINFO_RESPONSE_CODE, &code) == CURLE_OK ? code : 0;
}

static inline CURLcode CCurl_initialize(const CCurl_Library *library) {
    return library->globalInit(CURL_GLOBAL_DEFAULT);
}

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
static inline CURLcode CCurl_setUpload(const CCurl_Library *library, CURL *handle, CCurl_Upload *upload) {
    CURLcode result = library->easySetOption(handle, CURLOPT_READFUNCTION, CCurl_readUpload);
    if (result == CURLE_OK) result = library->easySetOption(handle, CURLOPT_READDATA, upload);
    if (result == CURLE_OK)
        result = library->easySetOption(handle, CURLOPT_INFILESIZE_LARGE, (curl_off_t)upload->count);
    if (result == CURLE_OK) result = library->easySetOption(handle, CURLOPT_UPLOAD, 1L);
    return result;
}

/* What a server sends where no mail is read goes nowhere; the default would be our standard output. */
static inline size_t CCurl_discard(char *buffer, size_t size, size_t items, void *context) {
    (void)buffer;
    (void)context;
    return size * items;
}

static inline CURLcode CCurl_setDiscard(const CCurl_Library *library, CURL *handle) {
    return library->easySetOption(handle, CURLOPT_WRITEFUNCTION, CCurl_discard);
}

#endif
