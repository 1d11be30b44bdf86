/* systems KIND COUNT: the public- and private-key operations that one license takes, done by OpenSSL with keys that are
 * ready, and nothing else. Prints microseconds of processor time a license.
 *
 * widevine: a signature of the device (2,048 bits) over the request, PSS with SHA-1; then the session key to the device, OAEP.
 * widevine-first: before it a signature of the model (2,048) over the device. widevine-all: and one of the root (3,072) over
 * the model, which is all that the protocol asks for.
 * widevine-private, widevine-private-first: before all, OAEP with the server's own key (2,048). decrypt: that alone.
 * playready: a signature over the request, ECDSA on P-256; the certificates' key opened (one multiplication), the content key
 * sealed (two, of which one by the generator), the response signed. playready-first: and the issuer's signature over the device;
 * playready-all: and the root's over the issuer. */
#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/rsa.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>

static void require(int isDone, const char *what) {
    if (isDone) return;
    fprintf(stderr, "systems: %s failed\n", what);
    exit(1);
}

static double microseconds(void) {
    struct rusage usage;
    getrusage(RUSAGE_SELF, &usage);
    return (usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) * 1e6 + usage.ru_utime.tv_usec + usage.ru_stime.tv_usec;
}

static unsigned char message[2048], session[16];

/* A key, a signature of its over the message, and what was encrypted to it. */
struct party {
    EVP_PKEY *key;
    const EVP_MD *digest;
    unsigned char signature[512], sealed[512];
    size_t signatureLength, sealedLength;
};

static void prepare(EVP_PKEY_CTX *context, const EVP_MD *digest) {
    require(EVP_PKEY_CTX_set_rsa_padding(context, RSA_PKCS1_PSS_PADDING) > 0, "PSS");
    require(EVP_PKEY_CTX_set_rsa_pss_saltlen(context, RSA_PSS_SALTLEN_DIGEST) > 0, "salt");
    require(EVP_PKEY_CTX_set_rsa_mgf1_md(context, digest) > 0, "MGF1");
}

static void sign(struct party *party) {
    EVP_MD_CTX *context = EVP_MD_CTX_new();
    EVP_PKEY_CTX *inner;
    require(EVP_DigestSignInit(context, &inner, party->digest, NULL, party->key) == 1, "sign");
    if (EVP_PKEY_is_a(party->key, "RSA")) prepare(inner, party->digest);
    party->signatureLength = sizeof party->signature;
    require(EVP_DigestSign(context, party->signature, &party->signatureLength, message, sizeof message) == 1, "sign");
    EVP_MD_CTX_free(context);
}

static void verify(struct party *party) {
    EVP_MD_CTX *context = EVP_MD_CTX_new();
    EVP_PKEY_CTX *inner;
    require(EVP_DigestVerifyInit(context, &inner, party->digest, NULL, party->key) == 1, "verify");
    if (EVP_PKEY_is_a(party->key, "RSA")) prepare(inner, party->digest);
    require(EVP_DigestVerify(context, party->signature, party->signatureLength, message, sizeof message) == 1, "verify");
    EVP_MD_CTX_free(context);
}

static void encrypt(struct party *party) {
    EVP_PKEY_CTX *context = EVP_PKEY_CTX_new(party->key, NULL);
    party->sealedLength = sizeof party->sealed;
    require(EVP_PKEY_encrypt_init(context) > 0 && EVP_PKEY_CTX_set_rsa_padding(context, RSA_PKCS1_OAEP_PADDING) > 0
            && EVP_PKEY_encrypt(context, party->sealed, &party->sealedLength, session, sizeof session) > 0, "OAEP");
    EVP_PKEY_CTX_free(context);
}

static void decrypt(struct party *party) {
    unsigned char clear[512];
    size_t length = sizeof clear;
    EVP_PKEY_CTX *context = EVP_PKEY_CTX_new(party->key, NULL);
    require(EVP_PKEY_decrypt_init(context) > 0 && EVP_PKEY_CTX_set_rsa_padding(context, RSA_PKCS1_OAEP_PADDING) > 0
            && EVP_PKEY_decrypt(context, clear, &length, party->sealed, party->sealedLength) > 0, "OAEP");
    EVP_PKEY_CTX_free(context);
}

static struct party rsa(int bits) {
    struct party party = {.key = EVP_RSA_gen(bits), .digest = EVP_sha1()};
    sign(&party), encrypt(&party);
    return party;
}

static void widevine(int count, int isPrivate, int certificates) {
    struct party root = rsa(3072), model = rsa(2048), device = rsa(2048), service = rsa(2048);
    double start = microseconds();
    for (int i = 0; i < count; i++) {
        if (isPrivate) decrypt(&service);
        if (certificates > 1) verify(&root);
        if (certificates > 0) verify(&model);
        verify(&device), encrypt(&device);
    }
    printf("{\"microseconds\": %f}\n", (microseconds() - start) / count);
}

static void decryption(int count) {
    struct party service = rsa(2048);
    double start = microseconds();
    for (int i = 0; i < count; i++) decrypt(&service);
    printf("{\"microseconds\": %f}\n", (microseconds() - start) / count);
}

static void playready(int count, int certificates) {
    EC_GROUP *group = EC_GROUP_new_by_curve_name(NID_X9_62_prime256v1);
    EC_POINT *point = EC_POINT_new(group), *result = EC_POINT_new(group);
    BIGNUM *number = BN_new();
    struct party issuer = {.key = EVP_EC_gen("P-256"), .digest = EVP_sha256()}, device = issuer, server = issuer;
    device.key = EVP_EC_gen("P-256"), server.key = EVP_EC_gen("P-256");
    sign(&issuer), sign(&device);
    require(BN_priv_rand_range(number, EC_GROUP_get0_order(group)), "a number");
    require(EC_POINT_mul(group, point, number, NULL, NULL, NULL), "a point");
    double start = microseconds();
    for (int i = 0; i < count; i++) {
        for (int each = 0; each < certificates; each++) verify(&issuer);
        verify(&device);
        require(EC_POINT_mul(group, result, NULL, point, number, NULL), "opening");
        require(EC_POINT_mul(group, result, number, NULL, NULL, NULL), "sealing");
        require(EC_POINT_mul(group, result, NULL, point, number, NULL), "sealing");
        sign(&server);
    }
    printf("{\"microseconds\": %f}\n", (microseconds() - start) / count);
}

int main(int argumentCount, char **words) {
    int count = argumentCount == 3 ? atoi(words[2]) : 0;
    const char *kind = count > 0 ? words[1] : "";
    int certificates = strstr(kind, "-first") ? 1 : strstr(kind, "-all") ? 2 : 0;
    if (!strncmp(kind, "widevine", 8)) return widevine(count, strstr(kind, "-private") != NULL, certificates), 0;
    if (!strncmp(kind, "playready", 9)) return playready(count, certificates), 0;
    if (!strcmp(kind, "decrypt")) return decryption(count), 0;
    fprintf(stderr, "usage: systems widevine[-private][-first|-all] | playready[-first|-all] | decrypt COUNT\n");
    return 64;
}
