#ifndef EVERGRANT_COPENSSL_H
#define EVERGRANT_COPENSSL_H

#include <openssl/core_names.h>
#include <openssl/ec.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/kdf.h>
#include <openssl/pem.h>
#include <openssl/rand.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

/* OSSL_MAC_PARAM_DIGEST is a literal whose address an OSSL_PARAM keeps: a Swift string would be gone by then. */
static inline int COpenSSL_initializeHMACSHA256(EVP_MAC_CTX *context, const unsigned char *key, size_t count) {
    OSSL_PARAM parameters[] = {
        OSSL_PARAM_construct_utf8_string(OSSL_MAC_PARAM_DIGEST, (char *)"SHA256", 0),
        OSSL_PARAM_construct_end(),
    };
    return EVP_MAC_init(context, key, count, parameters);
}

/* EVP_EC_gen is a macro over EVP_PKEY_Q_keygen, which is variadic; Swift imports neither. */
static inline EVP_PKEY *COpenSSL_generateP256(void) {
    return EVP_EC_gen("P-256");
}

/* EVP_PKEY_Q_keygen is variadic; Swift imports no variadic functions. */
static inline EVP_PKEY *COpenSSL_generateEd25519(void) {
    return EVP_PKEY_Q_keygen(NULL, NULL, "ED25519");
}

/* SSL_CTX_set_min_proto_version is a macro over SSL_CTX_ctrl; Swift imports no function-like macros. */
static inline long COpenSSL_setMinimumVersion(SSL_CTX *context, int version) {
    return SSL_CTX_set_min_proto_version(context, version);
}

/* SSL_CTX_set_max_proto_version is a macro over SSL_CTX_ctrl. */
static inline long COpenSSL_setMaximumVersion(SSL_CTX *context, int version) {
    return SSL_CTX_set_max_proto_version(context, version);
}

/* SSL_CTX_set1_groups_list is a macro over SSL_CTX_ctrl. */
static inline long COpenSSL_setGroups(SSL_CTX *context, const char *names) {
    return SSL_CTX_set1_groups_list(context, (char *)names);
}

/* SSL_CTX_set_mode is a macro over SSL_CTX_ctrl. */
static inline void COpenSSL_releaseIdleBuffers(SSL_CTX *context) {
    SSL_CTX_set_mode(context, SSL_MODE_RELEASE_BUFFERS);
}

/* SSL_CTX_set_session_cache_mode is a macro over SSL_CTX_ctrl. */
static inline void COpenSSL_disableSessionCache(SSL_CTX *context) {
    SSL_CTX_set_session_cache_mode(context, SSL_SESS_CACHE_OFF);
}

/* SSL_OP_NO_RENEGOTIATION and SSL_OP_NO_COMPRESSION hide behind the function-like macro SSL_OP_BIT. */
static inline void COpenSSL_forbidRenegotiationAndCompression(SSL_CTX *context) {
    SSL_CTX_set_options(context, SSL_OP_NO_RENEGOTIATION | SSL_OP_NO_COMPRESSION);
}

/* SSL_set_tlsext_host_name is a macro over SSL_ctrl. */
static inline long COpenSSL_setServerName(SSL *session, const char *name) {
    return SSL_set_tlsext_host_name(session, (char *)name);
}

#endif
