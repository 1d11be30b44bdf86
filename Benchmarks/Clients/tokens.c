/* tokens KEY: signs each line of the input with ES256 (RFC 7518 §3.4), and prints it with its signature.
 *
 * A line is a header and a payload in base64url with a dot between. */
#include <openssl/core_names.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <stdio.h>
#include <string.h>

static void print_url_base64(const unsigned char *bytes, int count) {
    unsigned char text[128];
    int length = EVP_EncodeBlock(text, bytes, count);
    for (int i = 0; i < length && text[i] != '='; i++)
        putchar(text[i] == '+' ? '-' : text[i] == '/' ? '_' : text[i]);
}

/* JWS wants the two numbers side by side, of 32 bytes each; OpenSSL gives them in DER. */
static void print_signature(const unsigned char *der, size_t count) {
    unsigned char numbers[64];
    ECDSA_SIG *signature = d2i_ECDSA_SIG(NULL, &der, (long)count);
    BN_bn2binpad(ECDSA_SIG_get0_r(signature), numbers, 32);
    BN_bn2binpad(ECDSA_SIG_get0_s(signature), numbers + 32, 32);
    ECDSA_SIG_free(signature);
    print_url_base64(numbers, sizeof numbers);
}

int main(int count, char **words) {
    FILE *file = count == 2 ? fopen(words[1], "r") : NULL;
    EVP_PKEY *key = file ? PEM_read_PrivateKey(file, NULL, NULL, NULL) : NULL;
    if (!key) return fprintf(stderr, "usage: tokens KEY-IN-PEM < UNSIGNED\n"), 64;
    char line[8192];
    while (fgets(line, sizeof line, stdin)) {
        line[strcspn(line, "\n")] = 0;
        unsigned char der[128];
        size_t bytes = sizeof der;
        EVP_MD_CTX *context = EVP_MD_CTX_new();
        EVP_DigestSignInit(context, NULL, EVP_sha256(), NULL, key);
        if (EVP_DigestSign(context, der, &bytes, (unsigned char *)line, strlen(line)) != 1) return 1;
        EVP_MD_CTX_free(context);
        printf("%s.", line);
        print_signature(der, bytes);
        putchar('\n');
    }
    return 0;
}
