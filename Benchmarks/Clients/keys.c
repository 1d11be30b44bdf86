/* keys COUNT KEY-ENCRYPTION-KEY SITE CONTENT: rows of content_key for COPY, quicker than a server makes them.
 *
 * The key ID of row i is 00000000-0000-4000-8000- and 100000000000 + i in decimal digits, so that load generators and
 * pgbench can name any of them. Sealed as Sources/Licensing/Keys/WrapContext.swift has it; a license that is granted
 * proves that it is. */
#include <inttypes.h>
#include <openssl/evp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void print_hex(const unsigned char *bytes, int count) {
    static const char digits[] = "0123456789abcdef";
    fputs("\\\\x", stdout);
    for (int i = 0; i < count; i++) putchar_unlocked(digits[bytes[i] >> 4]), putchar_unlocked(digits[bytes[i] & 15]);
}

static int append(unsigned char *to, const char *text) {
    int count = (int)strlen(text);
    *to = (unsigned char)count;
    memcpy(to + 1, text, count);
    return count + 1;
}

int main(int count, char **words) {
    unsigned char key[32], context[512], nonce[12] = {0}, clear[16] = {0}, sealed[32];
    if (count != 5 || strlen(words[2]) != 64 || strlen(words[3]) > 200 || strlen(words[4]) > 200) {
        fprintf(stderr, "usage: keys COUNT KEY-ENCRYPTION-KEY-IN-HEX SITE CONTENT\n");
        return 64;
    }
    for (int i = 0; i < 32; i++) sscanf(words[2] + 2 * i, "%2hhx", key + i);
    int names = append(context, "evergrant v1 content key");
    names += append(context + names, words[3]);
    names += append(context + names, words[4]);
    memcpy(context + names, (unsigned char[]){0, 0, 0, 0, 0, 0, 0x40, 0, 0x80, 0}, 10);
    EVP_CIPHER_CTX *cipher = EVP_CIPHER_CTX_new();
    EVP_EncryptInit_ex(cipher, EVP_aes_256_gcm(), NULL, key, NULL);
    for (int64_t i = 0, rows = atoll(words[1]); i < rows; i++) {
        char digits[24];
        snprintf(digits, sizeof digits, "%" PRId64, 100000000000 + i);
        for (int j = 0; j < 6; j++) context[names + 10 + j] = (digits[2 * j] - '0') << 4 | (digits[2 * j + 1] - '0');
        memcpy(nonce + 4, &i, 8);
        memcpy(clear, &i, 8);
        int written;
        EVP_EncryptInit_ex(cipher, NULL, NULL, NULL, nonce);
        EVP_EncryptUpdate(cipher, NULL, &written, context, names + 16);
        EVP_EncryptUpdate(cipher, sealed, &written, clear, sizeof clear);
        EVP_EncryptFinal_ex(cipher, sealed + 16, &written);
        EVP_CIPHER_CTX_ctrl(cipher, EVP_CTRL_AEAD_GET_TAG, 16, sealed + 16);
        printf("00000000-0000-4000-8000-%s\t%s\t%s\tSD\tcenc\t%" PRId64 "\t1\t", digits, words[3], words[4], i);
        print_hex(nonce, 12), putchar('\t'), print_hex(sealed, 32), putchar('\n');
    }
    return ferror(stdout) || fflush(stdout) ? 1 : 0;
}
