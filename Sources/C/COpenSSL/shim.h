#ifndef EVERGRANT_COPENSSL_H
#define EVERGRANT_COPENSSL_H

#include <openssl/core_names.h>
#include <openssl/ec.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/kdf.h>
#include <openssl/modes.h>
#include <openssl/ocsp.h>
#include <openssl/pem.h>
#include <openssl/rand.h>
#include <openssl/rsa.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>
#include <string.h>

/* CRYPTO_memcmp takes one byte at a time, and every license compares a token; this takes eight. The empty assembler
   keeps the compiler from knowing the sum, and so from ending early. */
static inline int COpenSSL_areEqual(const unsigned char *one, const unsigned char *other, size_t count) {
    uint64_t differences = 0, left, right;
    size_t place = 0;
    for (; count - place >= sizeof left; place += sizeof left) {
        memcpy(&left, one + place, sizeof left);
        memcpy(&right, other + place, sizeof right);
        differences |= left ^ right;
        __asm__("" : "+r"(differences));
    }
    for (; place < count; place++) {
        differences |= (uint64_t)(one[place] ^ other[place]);
        __asm__("" : "+r"(differences));
    }
    return differences == 0;
}

/* OSSL_MAC_PARAM_DIGEST is a literal whose address an OSSL_PARAM keeps: a Swift string would be gone by then. */
static inline int COpenSSL_initializeHMACSHA256(EVP_MAC_CTX *context, const unsigned char *key, size_t count) {
    OSSL_PARAM parameters[] = {
        OSSL_PARAM_construct_utf8_string(OSSL_MAC_PARAM_DIGEST, (char *)"SHA256", 0),
        OSSL_PARAM_construct_end(),
    };
    return EVP_MAC_init(context, key, count, parameters);
}

/* The same for SHA-512. */
static inline int COpenSSL_initializeHMACSHA512(EVP_MAC_CTX *context, const unsigned char *key, size_t count) {
    OSSL_PARAM parameters[] = {
        OSSL_PARAM_construct_utf8_string(OSSL_MAC_PARAM_DIGEST, (char *)"SHA512", 0),
        OSSL_PARAM_construct_end(),
    };
    return EVP_MAC_init(context, key, count, parameters);
}

/* Likewise, a cipher's name and not a digest's. */
static inline int COpenSSL_initializeAES128CMAC(EVP_MAC_CTX *context, const unsigned char *key, size_t count) {
    OSSL_PARAM parameters[] = {
        OSSL_PARAM_construct_utf8_string(OSSL_MAC_PARAM_CIPHER, (char *)"AES-128-CBC", 0),
        OSSL_PARAM_construct_end(),
    };
    return EVP_MAC_init(context, key, count, parameters);
}

/* EVP_RSA_gen is a macro over EVP_PKEY_Q_keygen, which is variadic and knows one exponent only. */
static inline EVP_PKEY *COpenSSL_generateRSA(int bits, uint64_t exponent) {
    EVP_PKEY *key = NULL;
    EVP_PKEY_CTX *context = EVP_PKEY_CTX_new_from_name(NULL, "RSA", NULL);
    BIGNUM *number = BN_new();
    if (context != NULL && number != NULL && BN_set_word(number, exponent) == 1 &&
        EVP_PKEY_keygen_init(context) == 1 && EVP_PKEY_CTX_set_rsa_keygen_bits(context, bits) == 1 &&
        EVP_PKEY_CTX_set1_rsa_keygen_pubexp(context, number) == 1 && EVP_PKEY_generate(context, &key) != 1)
        key = NULL;
    BN_free(number);
    EVP_PKEY_CTX_free(context);
    return key;
}

/* The bits of an RSA key's public exponent and, up to 64 of them, its value; no bits when there is none. */
static inline int COpenSSL_publicExponent(const EVP_PKEY *key, uint64_t *value) {
    BIGNUM *exponent = NULL;
    if (EVP_PKEY_get_bn_param(key, OSSL_PKEY_PARAM_RSA_E, &exponent) != 1) return 0;
    int bits = BN_num_bits(exponent);
    *value = BN_get_word(exponent);
    BN_free(exponent);
    return bits;
}

/* A key of P-256 that has neither point nor number: EVP_PKEY_dup gives a copy what takes EVP_PKEY_fromdata four times
   as long to make, the curve. An OSSL_PARAM keeps the addresses of literals. */
static inline EVP_PKEY *COpenSSL_curveP256(void) {
    OSSL_PARAM parameters[2];
    EVP_PKEY *curve = NULL;
    EVP_PKEY_CTX *context = EVP_PKEY_CTX_new_from_name(NULL, "EC", NULL);
    parameters[0] = OSSL_PARAM_construct_utf8_string(OSSL_PKEY_PARAM_GROUP_NAME, (char *)"prime256v1", 0);
    parameters[1] = OSSL_PARAM_construct_end();
    if (context != NULL && EVP_PKEY_fromdata_init(context) == 1)
        EVP_PKEY_fromdata(context, &curve, EVP_PKEY_KEY_PARAMETERS, parameters);
    EVP_PKEY_CTX_free(context);
    return curve;
}

/* The public key of a point, 64 bytes; NULL when it is not on the curve. */
static inline EVP_PKEY *COpenSSL_publicP256(const EVP_PKEY *curve, const unsigned char *point) {
    unsigned char encoding[65] = {4};
    EVP_PKEY *key = EVP_PKEY_dup((EVP_PKEY *)curve);
    memcpy(encoding + 1, point, 64);
    if (key == NULL || EVP_PKEY_set1_encoded_public_key(key, encoding, sizeof encoding) == 1) return key;
    EVP_PKEY_free(key);
    return NULL;
}

/* The key pair of a point and its number. An OSSL_PARAM keeps the addresses of literals and bytes, and its numbers
   stand in the processor's own order. */
static inline EVP_PKEY *COpenSSL_pairP256(const unsigned char *point, const unsigned char *scalar) {
    unsigned char encoding[65] = {4}, number[32];
    OSSL_PARAM parameters[4];
    EVP_PKEY *key = NULL;
    BIGNUM *secret = BN_bin2bn(scalar, 32, NULL);
    EVP_PKEY_CTX *context = EVP_PKEY_CTX_new_from_name(NULL, "EC", NULL);
    memcpy(encoding + 1, point, 64);
    parameters[0] = OSSL_PARAM_construct_utf8_string(OSSL_PKEY_PARAM_GROUP_NAME, (char *)"prime256v1", 0);
    parameters[1] = OSSL_PARAM_construct_octet_string(OSSL_PKEY_PARAM_PUB_KEY, encoding, sizeof encoding);
    parameters[2] = OSSL_PARAM_construct_BN(OSSL_PKEY_PARAM_PRIV_KEY, number, sizeof number);
    parameters[3] = OSSL_PARAM_construct_end();
    if (context != NULL && secret != NULL && BN_bn2nativepad(secret, number, sizeof number) == sizeof number
        && EVP_PKEY_fromdata_init(context) == 1)
        EVP_PKEY_fromdata(context, &key, EVP_PKEY_KEYPAIR, parameters);
    EVP_PKEY_CTX_free(context);
    BN_clear_free(secret);
    OPENSSL_cleanse(number, sizeof number);
    return key;
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

/* SSL_CTX_set_mode is a macro over SSL_CTX_ctrl. Without NO_AUTO_CHAIN each handshake would look for issuers that the
   certificate's file does not have, among those that clients are judged by. */
static inline void COpenSSL_setModes(SSL_CTX *context) {
    SSL_CTX_set_mode(context, SSL_MODE_RELEASE_BUFFERS | SSL_MODE_NO_AUTO_CHAIN);
}

/* SSL_CTX_set_session_cache_mode is a macro over SSL_CTX_ctrl. */
static inline void COpenSSL_disableSessionCache(SSL_CTX *context) {
    SSL_CTX_set_session_cache_mode(context, SSL_SESS_CACHE_OFF);
}

/* The options hide behind the function-like macro SSL_OP_BIT. */
static inline void COpenSSL_setOptions(SSL_CTX *context) {
    SSL_CTX_set_options(
        context, SSL_OP_NO_RENEGOTIATION | SSL_OP_NO_COMPRESSION | SSL_OP_CIPHER_SERVER_PREFERENCE |
                     SSL_OP_PRIORITIZE_CHACHA);
}

/* SSL_set_tlsext_host_name is a macro over SSL_ctrl. */
static inline long COpenSSL_setServerName(SSL *session, const char *name) {
    return SSL_set_tlsext_host_name(session, (char *)name);
}

/* SSL_OP_NO_TICKET hides behind the function-like macro SSL_OP_BIT. */
static inline void COpenSSL_forbidTickets(SSL_CTX *context) {
    SSL_CTX_set_options(context, SSL_OP_NO_TICKET);
}

/* Swift sees SSL_CTX_set_tlsext_ticket_key_evp_cb, but not the array in its callback's type. */
typedef int (*COpenSSL_ticketCallback)(
    SSL *, unsigned char *name, unsigned char *vector, EVP_CIPHER_CTX *, EVP_MAC_CTX *, int isSealing);

static inline void COpenSSL_setTicketCallback(SSL_CTX *context, COpenSSL_ticketCallback callback) {
    SSL_CTX_set_tlsext_ticket_key_evp_cb(context, callback);
}

/* SSL_CTX_set_tlsext_servername_callback is a macro, and its callback has two arguments that ours has no use for. */
typedef int (*COpenSSL_sessionCallback)(SSL *);

static inline int COpenSSL_callServerName(SSL *session, int *alert, void *callback) {
    (void)alert;
    return ((COpenSSL_sessionCallback)callback)(session);
}

static inline void COpenSSL_setServerNameCallback(SSL_CTX *context, COpenSSL_sessionCallback callback) {
    SSL_CTX_set_tlsext_servername_callback(context, COpenSSL_callServerName);
    SSL_CTX_set_tlsext_servername_arg(context, (void *)callback);
}

/* SSL_CTX_set_tlsext_status_cb is a macro over SSL_CTX_ctrl, likewise. */
static inline int COpenSSL_callStapling(SSL *session, void *callback) {
    return ((COpenSSL_sessionCallback)callback)(session);
}

static inline void COpenSSL_setStaplingCallback(SSL_CTX *context, COpenSSL_sessionCallback callback) {
    SSL_CTX_set_tlsext_status_cb(context, COpenSSL_callStapling);
    SSL_CTX_set_tlsext_status_arg(context, (void *)callback);
}

/* SSL_set_tlsext_status_ocsp_resp is a macro; it takes ownership of what OPENSSL_malloc, a macro too, gave. */
static inline long COpenSSL_staple(SSL *session, const unsigned char *bytes, size_t count) {
    unsigned char *copy = (unsigned char *)OPENSSL_memdup(bytes, count);
    return copy == NULL ? 0 : SSL_set_tlsext_status_ocsp_resp(session, copy, (long)count);
}

/* SSL_CTX_add1_chain_cert is a macro over SSL_CTX_ctrl. */
static inline long COpenSSL_addChainCertificate(SSL_CTX *context, X509 *certificate) {
    return SSL_CTX_add1_chain_cert(context, certificate);
}

/* SSL_get0_peer_certificate gives a pointer; whether there is one is all that is asked. */
static inline int COpenSSL_hasPeerCertificate(const SSL *session) {
    return SSL_get0_peer_certificate(session) != NULL;
}

static inline SSL *COpenSSL_sessionOfChain(X509_STORE_CTX *chain) {
    return (SSL *)X509_STORE_CTX_get_ex_data(chain, SSL_get_ex_data_X509_STORE_CTX_idx());
}

/* Stacks are reached by macros and inline functions, which Swift does not import. */
static inline GENERAL_NAMES *COpenSSL_alternativeNames(const X509 *certificate) {
    return (GENERAL_NAMES *)X509_get_ext_d2i(certificate, NID_subject_alt_name, NULL, NULL);
}

static inline int COpenSSL_countNames(const GENERAL_NAMES *names) {
    return sk_GENERAL_NAME_num(names);
}

/* The text of a DNS name or a URI; -1 for a name of another kind. */
static inline int COpenSSL_nameText(
    const GENERAL_NAMES *names, int index, int *type, const unsigned char **text) {
    const GENERAL_NAME *name = sk_GENERAL_NAME_value(names, index);
    *type = name->type;
    if (name->type != GEN_DNS && name->type != GEN_URI) return -1;
    *text = ASN1_STRING_get0_data(name->d.ia5);
    return ASN1_STRING_length(name->d.ia5);
}

static inline int COpenSSL_countAuthorities(const STACK_OF(X509_NAME) *names) {
    return sk_X509_NAME_num(names);
}

static inline const X509_NAME *COpenSSL_authority(const STACK_OF(X509_NAME) *names, int index) {
    return sk_X509_NAME_value(names, index);
}

static inline void COpenSSL_freeNames(STACK_OF(X509_NAME) *names) {
    sk_X509_NAME_pop_free(names, X509_NAME_free);
}

#endif
