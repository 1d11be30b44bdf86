#ifndef EVERGRANT_COPENSSL_H
#define EVERGRANT_COPENSSL_H

#include <openssl/ssl.h>

#endif
